package io.github.ticketstream.process;

import org.apache.camel.PropertyBindingException;
import org.apache.camel.util.ObjectHelper;

/** A setting that is missing, malformed, contradictory or misspelt. The message is one line that names its key. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the setting's key, or the environment variable or file that is wrong
     * @param problem what is wrong and what is allowed; never the value of a secret
     */
    public SettingException(String key, String problem) {
        // One line, whatever a value or a file's name holds.
        super(Printable.of(key + ": " + problem));
    }

    /** The setting that an exception while starting is about, also one of Camel's own; null if it is about none. */
    public static SettingException of(Throwable thrown) {
        SettingException ours = ObjectHelper.getException(SettingException.class, thrown);
        PropertyBindingException camels = ObjectHelper.getException(PropertyBindingException.class, thrown);
        if (ours != null || camels == null) {
            return ours;
        }
        // Without the value, which may be a password under a misspelt key.
        return new SettingException(
                camelKey(camels), "Camel has no such setting, or the value is none for it; see Camel's documentation");
    }

    private static String camelKey(PropertyBindingException setting) {
        String prefix = setting.getOptionPrefix();
        return prefix == null
                ? setting.getPropertyName()
                : prefix.replaceAll("\\.$", "") + "." + setting.getOptionKey();
    }
}
