#include "signing/token_end.h"

#include "signing/algorithm_rules.h"
#include "signing/digest_kind.h"
#include "signing/openssl_handles.h"

namespace seihon::signing {

std::optional<record::Instant> endOfToken(const TokenSupports& supports, const Trust& trust) {
    std::optional<record::Instant> end;
    const auto sooner = [&end](const std::optional<record::Instant>& at) {
        end = at && (!end || *at < *end) ? at : end;
    };
    for (const Der& one : supports.chain) {
        const openssl::CertificatePtr certificate = openssl::certificateFromDer(one);
        sooner(openssl::instantOf(::X509_get0_notAfter(certificate.get())));
    }
    for (const std::string& oid :
         {supports.token.info.imprintAlgorithm, supports.token.digestAlgorithm}) {
        if (const DigestKind* const kind = findDigest(oid)) {
            sooner(digestEnds(trust.file, kind->name));
        }
    }
    sooner(keyEnds(trust.file, supports.keyBits));
    // At each of these dates something may become too weak; whether the chain does, it says itself.
    std::vector<record::Instant> dates;
    for (const auto& [name, until] : trust.file.digestUntil) {
        dates.push_back(until);
    }
    for (const config::KeyFloor& floor : trust.file.keyFloors) {
        dates.push_back(floor.from);
    }
    for (const record::Instant date : dates) {
        if (end && *end <= date) {
            continue;
        }
        const Path path = supports.pathAt(date);
        if (path.has(PathProblem::DigestWeak) || path.has(PathProblem::KeyTooSmall)) {
            sooner(date);
        }
    }
    return end;
}

} // namespace seihon::signing
