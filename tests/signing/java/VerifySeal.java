// What BouncyCastle says about a seal: signature, signing-certificate-v2, timestamp, and the signer's path with
// revocation lists and an explicit policy as of the timestamp. Shares no line with what it judges.
//
//   java -cp bcpkix.jar:bcprov.jar:bcutil.jar VerifySeal.java ROOT TSA-ROOT POLICY (SEAL CONTENT SECONDS)…
//
// ROOT and TSA-ROOT are DER. SECONDS since 1970: the lists' reference time; 0: that of the timestamp. One line for
// each seal: "good" or "refused: …".

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.*;
import java.util.*;
import org.bouncycastle.asn1.*;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.*;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.*;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.*;

@SuppressWarnings("unchecked") // BouncyCastle's selectors are raw
public class VerifySeal {
    static X509Certificate root, tsaRoot;
    static String policy;

    public static void main(String[] words) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        root = certificate(words[0]);
        tsaRoot = certificate(words[1]);
        policy = words[2];
        for (int at = 3; at + 2 < words.length; at += 3) {
            String answer;
            try {
                judge(read(words[at]), read(words[at + 1]), Long.parseLong(words[at + 2]));
                answer = "good";
            } catch (Exception reason) {
                answer = "refused: " + reason;
            }
            System.out.println(answer.replace('\n', ' '));
        }
    }

    static byte[] read(String file) throws Exception {
        return Files.readAllBytes(Path.of(file));
    }

    static X509Certificate certificate(String file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
            new ByteArrayInputStream(read(file)));
    }

    static void demand(boolean holds, String what) throws Exception {
        if (!holds) {
            throw new Exception(what);
        }
    }

    static void judge(byte[] seal, byte[] content, long seconds) throws Exception {
        CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(content), seal);
        demand(cms.getSignerInfos().size() == 1, "one signer expected");
        SignerInformation signer = cms.getSignerInfos().iterator().next();
        X509CertificateHolder holder = only(cms.getCertificates().getMatches(signer.getSID()));
        demand(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(holder)),
               "signature");
        Attribute named = signer.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        ESSCertIDv2 id = SigningCertificateV2.getInstance(named.getAttributeValues()[0]).getCerts()[0];
        demand(Arrays.equals(id.getCertHash(), MessageDigest.getInstance("SHA-256").digest(holder.getEncoded())),
               "signing-certificate-v2");
        Date stamped = judgeToken(signer);
        Date asked = seconds == 0 ? stamped : new Date(seconds * 1000);
        judgePath(holder, cms, asked);
    }

    static X509CertificateHolder only(Collection<?> found) throws Exception {
        demand(found.size() == 1, "one certificate expected");
        return (X509CertificateHolder) found.iterator().next();
    }

    static Date judgeToken(SignerInformation signer) throws Exception {
        Attribute attribute = signer.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        byte[] der = attribute.getAttributeValues()[0].toASN1Primitive().getEncoded(ASN1Encoding.DER);
        TimeStampToken token = new TimeStampToken(new CMSSignedData(der));
        X509CertificateHolder unit = only(token.getCertificates().getMatches(token.getSID()));
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(unit)); // purpose, ESS, dates
        byte[] imprint = MessageDigest.getInstance("SHA-256").digest(signer.getSignature());
        demand(Arrays.equals(imprint, token.getTimeStampInfo().getMessageImprintDigest()), "imprint");
        new JcaX509CertificateConverter().getCertificate(unit).verify(tsaRoot.getPublicKey());
        return token.getTimeStampInfo().getGenTime();
    }

    static void judgePath(X509CertificateHolder holder, CMSSignedData cms, Date asked) throws Exception {
        List<Object> pool = new ArrayList<>();
        for (Object one : cms.getCertificates().getMatches(null)) {
            pool.add(new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) one));
        }
        for (Object one : cms.getCRLs().getMatches(null)) {
            pool.add(new JcaX509CRLConverter().getCRL((X509CRLHolder) one));
        }
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(new JcaX509CertificateConverter().getCertificate(holder));
        PKIXBuilderParameters rules = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), leaf);
        rules.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(pool), "BC"));
        rules.setDate(asked);
        rules.setRevocationEnabled(true);
        rules.setExplicitPolicyRequired(true);
        rules.setInitialPolicies(Set.of(policy));
        CertPathBuilder.getInstance("PKIX", "BC").build(rules);
    }
}
