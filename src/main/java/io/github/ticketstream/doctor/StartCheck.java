package io.github.ticketstream.doctor;

import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.tuya.CallBudget;

/** What the stream itself makes sure of when it starts, by the same code: whatever would stop it there, or hold tickets back. */
final class StartCheck {
    static final String NAME = "start";
    private static final String REMEDY = "; what to do: ";

    private StartCheck() {}

    static CheckResult run(Connections connections) {
        PublishedState published = new PublishedState(connections.kafka(), connections.ticketSettings());
        // Of the stream's calls alone: those that we have made are not on its count.
        CallBudget budget = new CallBudget(
                connections.tuyaSettings().callsPerMonth(),
                connections.tuyaSettings().monthBeginsOn(),
                connections.tuya().clock());
        published.versions().notes().onCalls(calls -> budget.restore(new CallBudget.Count(calls.at(), calls.calls())));
        try {
            if (!published.examine()) {
                return CheckResult.ok(NAME, "nothing is published yet");
            }
            return budget.left() > 0
                    ? judged(published.versions(), published.notice())
                    : CheckResult.fail(NAME, budget.spent(), budget.remedy());
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
