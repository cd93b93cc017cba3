package peer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Lives in this process, one call after the other of each client: what the engine costs where nobody comes by HTTP. */
final class Load {
  record Step(String verb, Map<String, Object> body) {}

  record Asked(int clients, int lives, int seconds, List<Step> steps) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private Load() {}

  /** @return the milliseconds of each step of each life, as JSON */
  static byte[] run(Cases cases, byte[] asked) throws Exception {
    var wanted = JSON.readValue(asked, new TypeReference<Asked>() {});
    var begun = new AtomicInteger();
    long end = System.nanoTime() + wanted.seconds() * 1_000_000_000L;
    List<List<Double>> done = Collections.synchronizedList(new ArrayList<>());
    var clients = Executors.newFixedThreadPool(wanted.clients());
    try {
      List<java.util.concurrent.Callable<Void>> all =
          Collections.nCopies(
              wanted.clients(),
              () -> {
                while (begun.getAndIncrement() < wanted.lives() || System.nanoTime() < end) {
                  done.add(live(cases, wanted.steps()));
                }
                return null;
              });
      for (var each : clients.invokeAll(all)) each.get();
    } finally {
      clients.shutdown();
    }
    return JSON.writeValueAsBytes(done);
  }

  private static List<Double> live(Cases cases, List<Step> steps) {
    List<Double> millis = new ArrayList<>();
    String id = null;
    for (Step step : steps) {
      long from = System.nanoTime();
      if (id == null) id = cases.begin(step.body());
      else cases.step(id, step.verb(), step.body());
      millis.add((System.nanoTime() - from) / 1e6);
    }
    return millis;
  }
}
