package io.github.ticketstream.process;

/** A setting that is missing, malformed, contradictory or misspelt. The message is one line that names its key. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the setting's key, or the environment variable or file that is wrong
     * @param problem the error and the allowed values; never the value of a secret
     */
    public SettingException(String key, String problem) {
        // Makes one line of it, whatever a value or a file's name holds.
        super(Printable.of(key + ": " + problem));
    }
}
