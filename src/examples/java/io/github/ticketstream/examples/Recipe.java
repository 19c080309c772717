package io.github.ticketstream.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/**
 * Runs recipes (Camel routes in YAML) until it is stopped, for people who have Maven and no {@code camel} command.
 *
 * <p>Arguments: files, of this folder or of {@code src/examples/recipes}. Settings, of which the page names those of each
 * recipe, come from the environment, from system properties, or from {@code application.properties} beside the recipes.
 */
public final class Recipe {
    private Recipe() {}

    public static void main(String[] files) throws Exception {
        System.setProperty("log4j2.configurationFile", "log4j2.properties"); // Not that of the tests, which says little.
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("file:src/examples/recipes/application.properties");
        StringBuilder routes = new StringBuilder();
        for (String file : files) {
            Path path = Files.exists(Path.of(file)) ? Path.of(file) : Path.of("src/examples/recipes", file);
            routes.append(routes.isEmpty() ? "file:" : ",file:").append(path);
        }
        main.configure().withRoutesIncludePattern(routes.toString());
        main.run();
    }
}
