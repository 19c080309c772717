package io.github.ticketstream;

import org.apache.camel.support.service.ServiceSupport;

/** Closes something when Camel stops, after its routes. */
final class ClosingService extends ServiceSupport {
    private final AutoCloseable resource;

    ClosingService(AutoCloseable resource) {
        this.resource = resource;
    }

    @Override
    protected void doStop() throws Exception {
        resource.close();
    }
}
