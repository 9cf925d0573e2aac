import java.text.*; import java.util.*; import java.math.*;
/** Records what Java writes for patterns; see README.md. */
public class Formats { public static void main(String[] a){
 String[] pats={"0","#","#,##0","#,##0.00","0.###","00000","0.0%","$#,##0.00;($#,##0.00)","'#'0","0 'kg'","0.##E0","00.##E0","##0.##E0",".00","#.##","#,##,##0.0","0.0\u2030","-0","0.00'o''c'","###,###.##"};
 double[] nums={0,1,-1,0.5,1.5,2.5,0.125,0.375,0.615,1234567.891,-1234.5,1e-7,123456789012345.0,1e19,-0.0,0.005,999.995,1.0/3};
 for(String p:pats){ DecimalFormat f=new DecimalFormat(p,DecimalFormatSymbols.getInstance(Locale.US)); for(double n:nums) System.out.println("N\t"+p+"\t"+n+"\t"+f.format(n)); }
 long[] ls={9007199254740993L,Long.MAX_VALUE,Long.MIN_VALUE,2000000};
 for(String p:new String[]{"0","#,##0","#,##0.00"}){ DecimalFormat f=new DecimalFormat(p,DecimalFormatSymbols.getInstance(Locale.US)); for(long n:ls) System.out.println("L\t"+p+"\t"+n+"\t"+f.format(n)); }
 for(String[] z:new String[][]{{"UTC"},{"Europe/Berlin"},{"America/New_York"},{"Asia/Kolkata"}}) for(String p:new String[]{"yyyy-MM-dd HH:mm:ss","dd.MM.yy","d/M/yyyy","h:mm a","hh:mm","K:mm","k:mm","EEE, d MMM yyyy","EEEE d MMMM","HH 'o''clock'","yyyy-MM-dd'T'HH:mm:ss.SSSXXX","X","XX","Z","D","u","G y","''yy","yyy"}){ SimpleDateFormat f=new SimpleDateFormat(p,Locale.US); f.setTimeZone(TimeZone.getTimeZone(z[0])); for(long t:new long[]{0L,1500000000123L,1793325600000L,1774746000000L,951782400000L,4102444799999L,-1000L}) System.out.println("D\t"+z[0]+"\t"+p+"\t"+t+"\t"+f.format(new Date(t))); }
}}
