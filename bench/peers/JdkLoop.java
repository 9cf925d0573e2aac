// The loop that the original amounts to: one compiled pattern, one match for each session, a row for each that matches.
//
// It reads the sessions that the benchmark generated (tab-separated: username, project, address, isDesigner, clientId,
// creationTime) and the questions (tab-separated: username pattern, project pattern or nothing) and prints, for each
// question, how many rows matched and the median nanoseconds of a warmed-up run in which every cell is read once: by the
// clock, or by the thread's processor time where that is less, since other programs may have the core for a while.

import java.lang.management.*;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;

public class JdkLoop {
    static String[] username, project, address, clientId;
    static boolean[] designer;
    static Date[] created;
    static long sink;

    public static void main(String[] arguments) throws Exception {
        read(Path.of(arguments[0]));
        int runs = Integer.parseInt(arguments[2]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] patterns = line.split("\t", -1);
            Pattern user = Pattern.compile(patterns[0]);
            Pattern of = patterns[1].isEmpty() ? null : Pattern.compile(patterns[1]);
            for (int i = 0; i < 5; i++) ask(user, of);
            long[] times = new long[runs];
            int rows = 0;
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime(), processor = threads.getCurrentThreadCpuTime();
                rows = ask(user, of);
                times[i] = Math.min(System.nanoTime() - start, threads.getCurrentThreadCpuTime() - processor);
            }
            Arrays.sort(times);
            System.out.println(rows + "\t" + times[runs / 2]);
        }
        if (sink == 42) System.err.println("so that nothing is optimised away");
    }

    static int ask(Pattern user, Pattern of) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < username.length; i++) {
            if (user.matcher(username[i]).matches() && (of == null || of.matcher(project[i]).matches())) {
                rows.add(new Object[] {username[i], project[i], address[i], designer[i], clientId[i], created[i]});
            }
        }
        for (Object[] row : rows) {
            sink += ((String) row[0]).length() + ((String) row[1]).length() + ((String) row[2]).length();
            sink += ((Boolean) row[3] ? 1 : 0) + ((String) row[4]).length() + ((Date) row[5]).getTime();
        }
        return rows.size();
    }

    static void read(Path path) throws Exception {
        List<String> lines = Files.readAllLines(path);
        int count = lines.size();
        username = new String[count];
        project = new String[count];
        address = new String[count];
        clientId = new String[count];
        designer = new boolean[count];
        created = new Date[count];
        for (int i = 0; i < count; i++) {
            String[] cells = lines.get(i).split("\t", -1);
            username[i] = new String(cells[0]);
            project[i] = cells[1].intern();
            address[i] = cells[2];
            designer[i] = cells[3].equals("true");
            clientId[i] = cells[4];
            created[i] = new Date(Long.parseLong(cells[5]));
        }
    }
}
