#include "signing/timestamp.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/digest_kind.h"
#include "signing/openssl_handles.h"
#include "signing/timestamp_authorities.h"
#include "signing/token_read.h"
#include "signing/token_verify.h"

#include <array>
#include <cassert>
#include <utility>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

// 64 random bits as content of an INTEGER: positive, so with 0x00 in front where the top bit is
// set, and minimal.
Der freshNonce() {
    const auto random = record::randomBytes32();
    Der nonce(random.begin(), random.begin() + 8);
    nonce[0] = static_cast<std::uint8_t>((nonce[0] & 0x7fu) | 0x40u);
    return nonce;
}

// RFC 3161 §2.4.1: version 1, imprint, nonce, certReq.
Der makeQuery(const DataDigest& digest, const Der& nonce) {
    using namespace der;
    constexpr std::array<std::uint8_t, 2> null{kNull, 0x00};
    const Der one{0x01};
    const Der yes{0xff};
    const DigestKind* const kind = digestNamed(digest.algorithm);
    assert(kind != nullptr && digest.bytes.size() == kind->bytes);
    const Der algorithm = wrap(kSequence, {oid(kind->oid), null});
    const Der imprint =
        wrap(kSequence, {algorithm, wrap(kOctetString, record::Bytes(digest.bytes))});
    return wrap(kSequence,
                {wrap(kInteger, record::Bytes(one)), imprint, wrap(kInteger, record::Bytes(nonce)),
                 wrap(kBoolean, record::Bytes(yes))});
}

[[noreturn]] void refused(const TimestampAuthority& authority, const std::string& why) {
    throw Fault(FaultKind::TimestampRefused, authority.name() + ": " + why,
                {{"authority", authority.name()}});
}

std::string firstRefusal(const record::Verdict& verdict) {
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity == record::Severity::Refuse) {
            std::string text(record::enumName(finding.id));
            if (finding.measured.isString()) {
                text += ": " + finding.measured.asString();
            }
            return text;
        }
    }
    return {};
}

Der acceptReply(const TimestampAuthority& authority, const Der& bytes, const Der& nonce) {
    try {
        TimestampReply reply = readTimestampReply(bytes);
        if (!reply.granted()) {
            refused(authority, reply.reason);
        }
        // Both are contents of DER INTEGERs, so equal numbers are equal bytes, sign included.
        const SignedToken token = readToken(reply.token);
        if (token.info.nonce != nonce) {
            refused(authority, token.info.nonce.empty() ? "the reply repeats no nonce"
                                                        : "the reply repeats another nonce");
        }
        // certReq: the certificate MUST be inside (RFC 3161 §2.4.1); without it the token proves
        // nothing in ten years.
        if (token.certificates.empty()) {
            refused(authority, "the reply holds no certificate");
        }
        return std::move(reply.token);
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) {
            throw;
        }
        refused(authority, fault.what());
    }
}

} // namespace

std::unique_ptr<TimestampAuthority>
openTimestampAuthority(const config::TimestampService& service,
                       const std::filesystem::path& demoFolder) {
    return service.url == "demo:" ? openDemoAuthority(service, demoFolder)
                                  : openHttpAuthority(service);
}

Token timestamp(TimestampAuthority& authority, const Trust& trust, const record::Digest& digest,
                record::Instant now, std::chrono::minutes tolerance) {
    return timestamp(authority, trust, dataDigest(digest), now, tolerance);
}

Token timestamp(TimestampAuthority& authority, const Trust& trust, const DataDigest& digest,
                record::Instant now, std::chrono::minutes tolerance) {
    const Der nonce = freshNonce();
    const Der reply = authority.ask(makeQuery(digest, nonce));
    const Der tokenDer = acceptReply(authority, reply, nonce);
    TokenVerification verified =
        verifyTokenWithin(tokenDer, trust, {digest, {}, {}, now, tolerance, {}, false});
    if (!verified.verdict.permitted()) {
        refused(authority, firstRefusal(verified.verdict));
    }
    if (verified.token.at < now - tolerance) {
        refused(authority, "the token's time " + record::formatInstant(verified.token.at) +
                               " lies in the past");
    }
    return std::move(verified.token);
}

} // namespace seihon::signing
