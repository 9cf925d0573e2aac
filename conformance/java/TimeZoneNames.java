import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Records what Java knows of time zones: the short names, and what Date.toString makes of some instants.
 *
 * java TimeZoneNames.java names   FILE   the short standard and daylight name of every zone
 * java TimeZoneNames.java samples FILE   offset in seconds and name at the instants of the first line, for every zone
 * java TimeZoneNames.java dates   FILE   zone, instant and Date.toString in full, for a few zones
 *
 * Zones of which the same is to be said share a line: first what is said, then a tab, then the zones.
 */
public class TimeZoneNames {
    /** Winter and summer of both hemispheres, before and after rules that changed, and the time just around changes. */
    private static final long[] INSTANTS = {
        0L, 79_200_000_000L, 500_000_000_000L, 946_684_800_000L, 962_409_600_000L, 1_150_000_000_000L,
        1_364_691_599_000L, 1_364_691_600_000L, 1_500_000_000_000L, 1_524_000_000_000L, 1_543_000_000_000L,
        1_558_000_000_000L, 1_700_000_000_123L, 1_710_054_000_000L, 1_720_000_000_123L, 1_730_613_600_000L,
    };

    /** Zones whose dates are recorded in full: the common ones, odd offsets, and daylight time turned round. */
    private static final String[] FULL = {
        "UTC", "GMT", "America/Los_Angeles", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
        "Europe/London", "Europe/Dublin", "Europe/Berlin", "Africa/Casablanca", "Africa/Windhoek", "Asia/Kolkata",
        "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT-3",
        "GMT+05:30",
    };

    /** Beyond four digits of year, before the common era, and on both sides of the change of calendar. */
    private static final long[] FAR = {
        253_402_300_800_000L, 32_503_680_000_000L, -12_219_292_800_001L, -12_219_292_800_000L, -62_135_769_600_001L,
        -99_999_999_999_999L, -62_135_596_800_000L, -1L,
    };

    public static void main(String[] args) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1]), StandardCharsets.UTF_8))) {
            switch (args[0]) {
                case "names" -> grouped(out, TimeZoneNames::names);
                case "samples" -> {
                    out.println(String.join(" ", Arrays.stream(INSTANTS).mapToObj(Long::toString).toList()));
                    grouped(out, TimeZoneNames::samples);
                }
                case "dates" -> dates(out);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void grouped(PrintWriter out, Function<TimeZone, String> say) {
        Map<String, StringBuilder> lines = new TreeMap<>();
        String[] ids = TimeZone.getAvailableIDs();
        Arrays.sort(ids);
        for (String id : ids) {
            lines.computeIfAbsent(say.apply(TimeZone.getTimeZone(id)), k -> new StringBuilder()).append(' ').append(id);
        }
        lines.forEach((said, zones) -> out.println(said + "\t" + zones.substring(1)));
    }

    private static String names(TimeZone zone) {
        return name(zone, false) + "\t" + name(zone, true);
    }

    private static String name(TimeZone zone, boolean daylight) {
        return zone.getDisplayName(daylight, TimeZone.SHORT, Locale.US);
    }

    private static String samples(TimeZone zone) {
        StringBuilder line = new StringBuilder();
        for (long instant : INSTANTS) {
            boolean daylight = zone.inDaylightTime(new Date(instant));
            line.append(line.length() == 0 ? "" : "|").append(zone.getOffset(instant) / 1000).append(' ');
            line.append(name(zone, daylight));
        }
        return line.toString();
    }

    private static void dates(PrintWriter out) {
        for (String id : FULL) {
            TimeZone.setDefault(TimeZone.getTimeZone(id));
            for (long instant : INSTANTS) {
                out.println(id + "\t" + instant + "\t" + new Date(instant));
            }
        }
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        for (long instant : FAR) {
            out.println("UTC\t" + instant + "\t" + new Date(instant));
        }
    }
}
