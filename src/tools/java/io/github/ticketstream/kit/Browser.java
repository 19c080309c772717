package io.github.ticketstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window. */
public final class Browser implements AutoCloseable {
    private static final String INSTALL = "apt-get install chromium chromium-driver";

    private final ChromeDriver driver;

    public Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Tool.require("chromium", INSTALL).path().toFile());
        // Root has no sandbox, and a container has little shared memory.
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Tool.require("chromedriver", INSTALL).path().toFile())
                .build();
        driver = new ChromeDriver(service, options);
    }

    public Browser open(URI page) {
        // Drops messages of the page before.
        driver.get("about:blank");
        console();
        driver.get(page.toString());
        return this;
    }

    public Browser resize(int width, int height) {
        // Chromium's windows are at least 500 pixels wide; an emulated screen can be narrower.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
        return this;
    }

    public Browser window(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        return this;
    }

    public void awaitText(String id, String text) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(text(id)).contains(text));
    }

    public String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    public String attribute(String id, String name) {
        return driver.findElement(By.id(id)).getDomAttribute(name);
    }

    /** Goes on to the next element with the keyboard, and returns its id. */
    public String tab() {
        driver.switchTo().activeElement().sendKeys(Keys.TAB);
        return driver.switchTo().activeElement().getDomAttribute("id");
    }

    /** Presses a key on the element that has the focus. */
    public void press(CharSequence key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    public Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns the page's lines on the console: errors, violated policies, requests that failed. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
