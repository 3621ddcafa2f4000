import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.json.JsonProvider;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import net.minidev.json.JSONValue;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/**
 * Runs mapping templates as API Gateway documents them: one JSON request a line on standard input, one JSON answer a
 * line on standard output. A request has template, body, params {path, querystring, header}, context and json ("smart"
 * or "jackson": which library writes $input.json, as it is not known which one AWS uses).
 */
@SuppressWarnings("unchecked")
public class Vtl {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        VelocityEngine engine = new VelocityEngine();
        Properties properties = new Properties();
        properties.put("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        engine.init(properties);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(answer(engine, JSON.readValue(line, Map.class))));
        }
    }

    static Map<String, Object> answer(VelocityEngine engine, Map<String, Object> request) {
        Map<String, Object> context = context(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            VelocityContext velocity = new VelocityContext();
            velocity.put("input", new Input(request));
            velocity.put("util", new Util());
            velocity.put("context", context);
            velocity.put("stageVariables", new HashMap<>());
            StringWriter writer = new StringWriter();
            engine.evaluate(velocity, writer, "template", (String) request.get("template"));
            answer.put("output", writer.toString());
            answer.put("requestOverride", context.get("requestOverride"));
            answer.put("responseOverride", context.get("responseOverride"));
        } catch (Exception error) {
            answer.put("error", error.toString());
        }
        return answer;
    }

    static Map<String, Object> context(Map<String, Object> request) {
        Map<String, Object> context = new HashMap<>((Map<String, Object>) request.get("context"));
        Map<String, Object> asked = new HashMap<>();
        for (String kind : new String[] {"header", "path", "querystring"}) asked.put(kind, new Overrides());
        context.putIfAbsent("requestOverride", asked);
        Overrides answered = new Overrides();
        answered.put("header", new Overrides());
        context.put("responseOverride", answered);
        return context;
    }

    /** "An override may only be applied to each parameter once": otherwise API Gateway answers 5XX. */
    public static class Overrides extends HashMap<String, Object> {
        @Override
        public Object put(String name, Object value) {
            if (containsKey(name)) throw new IllegalStateException("overridden twice: " + name);
            return super.put(name, value);
        }
    }

    public static class Input {
        final String body;
        final Map<String, Map<String, String>> params;
        final boolean smart;
        final Configuration paths;

        Input(Map<String, Object> request) {
            body = (String) request.get("body");
            params = (Map<String, Map<String, String>>) request.get("params");
            smart = "smart".equals(request.get("json"));
            JsonProvider provider = smart ? new JsonSmartJsonProvider() : new JacksonJsonProvider();
            paths = Configuration.builder().jsonProvider(provider).options(Option.SUPPRESS_EXCEPTIONS).build();
        }

        public String getBody() {
            return body;
        }

        public Object path(String path) {
            return JsonPath.using(paths).parse(body).read(path);
        }

        public String json(String path) throws Exception {
            Object value = path(path);
            return smart ? JSONValue.toJSONString(value) : JSON.writeValueAsString(value);
        }

        public Map<String, Map<String, String>> params() {
            return params;
        }

        public String params(String name) {
            for (String kind : new String[] {"path", "querystring", "header"}) {
                if (params.get(kind).containsKey(name)) return params.get(kind).get(name);
            }
            return "";
        }
    }

    public static class Util {
        public String escapeJavaScript(String text) {
            return StringEscapeUtils.escapeEcmaScript(text);
        }

        public Object parseJson(String text) throws Exception {
            return JSON.readValue(text, Object.class);
        }

        public String base64Encode(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        public String base64Decode(String text) {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        }

        public String urlEncode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        public String urlDecode(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }
}
