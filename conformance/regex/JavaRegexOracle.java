// Answers cases as the JDK it runs on does: Pattern.compile(pattern).matcher(input).matches().
//
//   java -Xss16m JavaRegexOracle.java < questions.jsonl > answers.jsonl
//
// One case a line on standard input, a flat JSON object of strings with at least "pattern" and "input"; other members of
// string type are copied. One line for each on standard output, in order and at once, with "expect" ("true", "false",
// "error", "stackoverflow", "timeout", or "exception" for what is none of Java's documented answers), and with
// "error_description" and "error_index" as PatternSyntaxException has them. It serves a fuzzer as well as a file.
//
// A match that runs for longer than two seconds is broken off: the input is handed over as a CharSequence that looks
// at the clock now and then, so that it needs no second thread.

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.*;

public class JavaRegexOracle {
    static final long LIMIT_NANOS = 2_000_000_000L;

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false, StandardCharsets.UTF_8);
        for (String line; (line = in.readLine()) != null; ) {
            Map<String, String> question = new Json(line).object();
            out.println(answer(question));
            if (!in.ready()) out.flush();
        }
        out.flush();
    }

    static String answer(Map<String, String> question) {
        String expect;
        String description = null;
        Integer index = null;
        try {
            Pattern pattern = Pattern.compile(question.get("pattern"));
            expect = String.valueOf(pattern.matcher(new Watched(question.get("input"))).matches());
        } catch (PatternSyntaxException e) {
            expect = "error";
            description = e.getDescription();
            index = e.getIndex();
        } catch (StackOverflowError e) {
            expect = "stackoverflow";
        } catch (TooLong e) {
            expect = "timeout";
        } catch (RuntimeException | OutOfMemoryError e) {
            expect = "exception";
            description = e.getClass().getName();
        }
        StringBuilder text = new StringBuilder("{");
        question.forEach((name, value) -> member(text, name, quoted(value)));
        member(text, "expect", quoted(expect));
        member(text, "error_description", description == null ? "null" : quoted(description));
        member(text, "error_index", String.valueOf(index));
        return text.append('}').toString();
    }

    static void member(StringBuilder text, String name, String value) {
        text.append(text.length() > 1 ? ", " : "").append(quoted(name)).append(": ").append(value);
    }

    static String quoted(String s) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    boolean plain = c >= 0x20 && c < 0x7F || c > 0xA0 && c != 0xAD && !(c >= 0x2000 && c < 0x2070)
                        && c < 0xD800;
                    text.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
                }
            }
        }
        return text.append('"').toString();
    }

    static final class TooLong extends RuntimeException {
        TooLong() {
            super("too long", null, false, false);
        }
    }

    /** An input that looks at the clock. */
    static final class Watched implements CharSequence {
        private final String text;
        private final long end = System.nanoTime() + LIMIT_NANOS;
        private int reads;

        Watched(String text) {
            this.text = text;
        }

        @Override public char charAt(int index) {
            if ((++reads & 0xFFFF) == 0 && System.nanoTime() > end) throw new TooLong();
            return text.charAt(index);
        }

        @Override public int length() {
            return text.length();
        }

        @Override public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override public String toString() {
            return text;
        }
    }

    /** As much of JSON as the cases need: one object; of its members, those that are strings. */
    static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Map<String, String> object() {
            Map<String, String> members = new LinkedHashMap<>();
            expect('{');
            while (peek() != '}') {
                String name = string();
                expect(':');
                if (peek() == '"') members.put(name, string()); else skipWord();
                if (peek() == ',') at++;
            }
            members.keySet().removeAll(Set.of("expect", "error_description", "error_index"));
            return members;
        }

        private char peek() {
            while (text.charAt(at) == ' ') at++;
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) throw new IllegalArgumentException("not a case, at " + at + ": " + text);
            at++;
        }

        /** null, true, false or a number. */
        private void skipWord() {
            while (",}".indexOf(text.charAt(at)) < 0) at++;
        }

        private String string() {
            expect('"');
            StringBuilder value = new StringBuilder();
            for (char c; (c = text.charAt(at++)) != '"'; ) value.append(c == '\\' ? escape() : c);
            return value.toString();
        }

        private char escape() {
            char c = text.charAt(at++);
            int named = "bfnrt".indexOf(c);
            if (c != 'u') return named < 0 ? c : "\b\f\n\r\t".charAt(named);
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
    }
}
