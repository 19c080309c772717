package io.github.ticketstream.doctor;

import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;

/** What the stream itself makes sure of when it starts, by the same code: whatever would stop it there, or hold tickets back. */
final class StartCheck {
    static final String NAME = "start";
    private static final String REMEDY = "; what to do: ";

    private StartCheck() {}

    static CheckResult run(Connections connections) {
        PublishedState published = new PublishedState(connections.kafka(), connections.ticketSettings());
        try {
            return published.examine()
                    ? judged(published.versions(), published.notice())
                    : CheckResult.ok(NAME, "nothing is published yet");
        } finally {
            published.stop();
        }
    }

    private static CheckResult judged(PublishedVersions versions, String notice) {
        String found = "the state topic is this stream's, with " + versions.tracked() + " marks; "
                + versions.lastSweepAt()
                        .map(at -> "the last complete sweep ended at " + at)
                        .orElse("no sweep was complete yet");
        if (notice.isEmpty()) {
            return CheckResult.ok(NAME, found);
        }
        int remedy = notice.indexOf(REMEDY);
        return remedy < 0
                ? CheckResult.warn(NAME, found + "; " + notice, "")
                : CheckResult.warn(
                        NAME, found + "; " + notice.substring(0, remedy), notice.substring(remedy + REMEDY.length()));
    }
}
