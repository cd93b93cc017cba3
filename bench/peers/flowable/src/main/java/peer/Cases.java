package peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.TaskService;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.task.api.Task;

/** The life of a case as a process of Flowable: each step is a call of the engine, which commits before it returns. */
final class Cases {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final RuntimeService runtime;
  private final TaskService tasks;

  Cases(String url, String user, String password) {
    var configuration = new StandaloneProcessEngineConfiguration();
    configuration.setDataSource(pool(url, user, password));
    configuration.setDatabaseSchemaUpdate("true");
    // As Spring Boot's starter has it. The engine's own takes a second connection for a block of ids while the step holds its
    // first: as many clients as the pool has wait for each other for ever.
    configuration.setIdGenerator(new StrongUuidGenerator());
    // Limits are kept: its own threads look for timers that are due. What the life does not need, is off.
    configuration.setAsyncExecutorActivate(true);
    configuration.setDisableIdmEngine(true);
    configuration.setDisableEventRegistry(true);
    ProcessEngine engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addClasspathResource("dispute.bpmn20.xml").deploy();
    runtime = engine.getRuntimeService();
    tasks = engine.getTaskService();
  }

  /** The pool that Spring Boot brings. MyBatis's own, the engine's default, handed out connections that it had closed itself. */
  private static HikariDataSource pool(String url, String user, String password) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(url);
    settings.setUsername(user);
    settings.setPassword(password);
    settings.setMaximumPoolSize(20);
    return new HikariDataSource(settings);
  }

  String begin(Map<String, Object> body) {
    return runtime.startProcessInstanceByKey("dispute", variables(body)).getId();
  }

  /** @return whether the case is over */
  boolean step(String id, String verb, Map<String, Object> body) {
    Task task = tasks.createTaskQuery().processInstanceId(id).singleResult();
    if (task == null) throw new IllegalStateException("it is over");
    if (verb.equals("note")) {
      tasks.addComment(task.getId(), id, String.valueOf(body.get("text")));
      return false;
    }
    if (!task.getTaskDefinitionKey().equals(verb)) {
      throw new IllegalStateException("it waits for " + task.getTaskDefinitionKey());
    }
    tasks.complete(task.getId(), variables(body));
    return verb.equals("waive-visit");
  }

  /** What is no plain value is kept as JSON, not as serialised Java. */
  private static Map<String, Object> variables(Map<String, Object> body) {
    var variables = new HashMap<String, Object>(body);
    variables.replaceAll(
        (name, value) -> value instanceof Map || value instanceof List ? JSON.valueToTree(value) : value);
    return variables;
  }
}
