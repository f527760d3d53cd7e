#include "identity/card_login.h"

#include "record/fault.h"

namespace seihon::identity {

record::SignerCertificate loginWithCard(signing::SigningKey& key, const signing::Pin& pin,
                                        const record::Digest& registeredCertificate, LoginKey kind,
                                        record::Instant now) {
    const signing::Der& certificate = key.certificate();
    if (record::sha256(certificate) != registeredCertificate) {
        throw record::Fault(
            record::FaultKind::LoginRefused,
            "the card holds another certificate than the one registered for this person");
    }
    const record::SignerCertificate described = signing::describeCertificate(certificate);
    if (kind == LoginKey::Authentication && !signing::authenticatesOnly(certificate)) {
        throw record::Fault(record::FaultKind::LoginRefused,
                            "the certificate registered for logging in is not one for "
                            "authentication (digitalSignature, without nonRepudiation)");
    }
    // The text makes the challenge useless for anything else: no manifest and no CMS attribute set
    // begins like this.
    const std::string challenge = "seihon-login-1 " + record::formatInstant(now) + " " +
                                  record::toHex(record::randomBytes32());
    const std::vector<std::uint8_t> answer = key.sign(record::sha256(challenge), pin);
    if (!signing::verifySignature(certificate, record::bytesOf(challenge), answer)) {
        throw record::Fault(record::FaultKind::LoginRefused, "the card's answer does not verify");
    }
    return described;
}

} // namespace seihon::identity
