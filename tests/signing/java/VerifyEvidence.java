// BouncyCastle's opinion of evidence records (RFC 4998). Arguments: certificate of the timestamp
// unit, then cases, each begun by "--": an evidence record and the files of its data group. One
// line a case: "accepted" or "refused: why".

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSData;
import org.bouncycastle.tsp.ers.ERSDataGroup;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;

public class VerifyEvidence {
    static String judge(List<String> paths, X509Certificate unit) {
        try {
            byte[] evidence = Files.readAllBytes(Paths.get(paths.get(0)));
            ERSEvidenceRecord record = new ERSEvidenceRecord(
                evidence, new JcaDigestCalculatorProviderBuilder().build());
            List<ERSData> files = new ArrayList<>();
            for (String path : paths.subList(1, paths.size())) {
                files.add(new ERSByteData(Files.readAllBytes(Paths.get(path))));
            }
            record.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
            record.validatePresent(new ERSDataGroup(files), new Date(4102444800000L)); // 2100
            return "accepted";
        } catch (Exception refusal) {
            return "refused: " + refusal;
        }
    }

    public static void main(String[] arguments) throws Exception {
        byte[] der = Files.readAllBytes(Paths.get(arguments[0]));
        X509Certificate unit = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der));
        List<List<String>> cases = new ArrayList<>();
        for (int i = 1; i < arguments.length; ++i) {
            if (arguments[i].equals("--")) {
                cases.add(new ArrayList<>());
            } else {
                cases.get(cases.size() - 1).add(arguments[i]);
            }
        }
        for (List<String> one : cases) {
            System.out.println(judge(one, unit));
        }
    }
}
