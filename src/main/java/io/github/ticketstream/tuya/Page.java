package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.List;

/**
 * One page of the ticket list.
 *
 * @param number the page that was asked for, from 1
 * @param size the page size that the API says it used; -1 if it did not tell
 * @param total tickets that match the filters; -1 if the API did not tell
 * @param hasMore whether another page follows
 * @param entries the list's members, whatever they are
 */
public record Page(int number, long size, long total, boolean hasMore, List<ListEntry> entries) {

    /**
     * The page that a reply holds.
     *
     * @param asked the page number that was asked for
     * @param otherSpelling the value of {@code tuya.parameter-style} to try if the parameters turn out to be ignored
     * @throws TuyaException if the page is not usable
     */
    static Page of(Reply reply, int asked, String otherSpelling) {
        Result result = reply.result();
        if (result == null) {
            throw unusable(asked, "has no result");
        }
        if (!result.defect().isEmpty()) {
            throw unusable(asked, result.defect());
        }
        if (result.pageNo() != Result.NOT_TOLD && result.pageNo() != asked) {
            throw new TuyaException(
                    Kind.LIST,
                    "page " + asked + " was asked for and page " + result.pageNo()
                            + " came back: the API ignores our parameters",
                    "set tuya.parameter-style=" + otherSpelling);
        }
        if (result.hasMore() && result.entries().isEmpty()) {
            throw unusable(asked, "is empty, and has_more is true");
        }
        return new Page(asked, result.size(), result.total(), result.hasMore(), result.entries());
    }

    /** What it keeps in memory: the reply that it came with. */
    int bytes() {
        return entries.isEmpty() ? 0 : entries.get(0).json().bytes().length;
    }

    /** Whether both have the same entries, byte for byte, and have some. */
    boolean repeats(Page other) {
        if (entries.isEmpty() || entries.size() != other.entries.size()) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).json().equals(other.entries.get(i).json())) {
                return false;
            }
        }
        return true;
    }

    private static TuyaException unusable(int asked, String problem) {
        return new TuyaException(Kind.LIST, "page " + asked + " " + problem, "if it lasts, report it to Tuya");
    }
}
