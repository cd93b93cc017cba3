package peer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * POST /cases begins one and answers its id; POST /cases/{id}/{verb} goes one step; POST /load lives in here. Listens on
 * loopback at the port given, over the database given; the password comes by the environment. Says `ready`.
 */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> BODY = new TypeReference<>() {};
  private static final int THREADS = 40;

  private Main() {}

  public static void main(String[] args) throws Exception {
    var cases = new Cases(args[0], args[1], System.getenv("POSTGRES_PASSWORD"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[2])), 128);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", exchange -> answer(exchange, cases));
    server.start();
    System.out.println("ready");
  }

  private static void answer(HttpExchange exchange, Cases cases) {
    try (exchange) {
      byte[] answer;
      int status = 200;
      try {
        answer = answerTo(exchange, cases);
      } catch (Exception error) {
        status = 409;
        answer = JSON.writeValueAsBytes(Map.of("error", String.valueOf(error)));
      }
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (Exception error) {
      error.printStackTrace();
    }
  }

  private static byte[] answerTo(HttpExchange exchange, Cases cases) throws Exception {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getPath().split("/");
    if (path[1].equals("load")) return Load.run(cases, sent);
    Map<String, Object> body = JSON.readValue(sent, BODY);
    if (path.length == 2) return JSON.writeValueAsBytes(Map.of("id", cases.begin(body)));
    return JSON.writeValueAsBytes(Map.of("id", path[2], "closed", cases.step(path[2], path[3], body)));
  }
}
