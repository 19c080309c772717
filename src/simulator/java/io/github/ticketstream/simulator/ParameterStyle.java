package io.github.ticketstream.simulator;

/**
 * How the query parameters of the ticket list are spelt. Tuya's page contradicts itself: its table says {@code
 * page_no}, its example {@code pageNo}. A server of one style silently ignores the other's spelling.
 */
public enum ParameterStyle {
    SNAKE_CASE("product_id", "cate_path", "in_state_list", "page_no", "page_size"),
    CAMEL_CASE("productId", "catePath", "inStateList", "pageNo", "pageSize");

    final String productId;
    final String catePath;
    final String inStateList;
    final String pageNo;
    final String pageSize;

    ParameterStyle(String productId, String catePath, String inStateList, String pageNo, String pageSize) {
        this.productId = productId;
        this.catePath = catePath;
        this.inStateList = inStateList;
        this.pageNo = pageNo;
        this.pageSize = pageSize;
    }
}
