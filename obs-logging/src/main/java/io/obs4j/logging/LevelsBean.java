package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.management.JMException;
import javax.management.ObjectName;

/** The bean of one {@link Logging}. Nothing else knows of JMX, which may be absent. */
final class LevelsBean implements LogLevelsMXBean {

  /** The kind of fault when the bean cannot be registered. */
  static final String FAULT = "logging.jmx";

  private final LogLevels levels;

  private LevelsBean(LogLevels levels) {
    this.levels = levels;
  }

  /** Registers a bean; what is returned takes it away again. */
  static Runnable register(LogLevels levels, Resource resource, Diagnostics diagnostics) {
    String service =
        Objects.requireNonNullElse(resource.attributes().get(Resource.SERVICE_NAME), "unknown");
    String name = "io.obs4j:type=LogLevels,service=" + ObjectName.quote(service);
    try {
      ObjectName registered = new ObjectName(name);
      ManagementFactory.getPlatformMBeanServer().registerMBean(new LevelsBean(levels), registered);
      return () -> unregister(registered, diagnostics);
    } catch (JMException | RuntimeException e) {
      diagnostics.fault(
          FAULT,
          name,
          "The bean "
              + name
              + " cannot be registered, so levels cannot be changed through JMX. Close what"
              + " registered it before, or name the services differently.",
          e);
      return () -> {};
    }
  }

  private static void unregister(ObjectName name, Diagnostics diagnostics) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException | RuntimeException e) {
      diagnostics.fault(
          FAULT, name.toString(), "The bean " + name + " was taken away by somebody else.", e);
    }
  }

  @Override
  public Map<String, String> getLevels() {
    return levels.configured();
  }

  @Override
  public String level(String logger) {
    return levels.effective(logger);
  }

  @Override
  public void change(String logger, String level) {
    levels.set(logger, level, null);
  }

  @Override
  public void changeFor(String logger, String level, long seconds) {
    levels.set(logger, level, Duration.ofSeconds(seconds));
  }

  @Override
  public void reset(String logger) {
    levels.reset(logger);
  }
}
