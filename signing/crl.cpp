#include "signing/crl.h"

#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/text.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using openssl::CertificatePtr;
using openssl::CrlPtr;

constexpr std::size_t kMaxCrlBytes = 16u << 20;

using ScopePtr = openssl::Handle<::ISSUING_DIST_POINT, ::ISSUING_DIST_POINT_free>;

void freeDistributionPoints(CRL_DIST_POINTS* points) noexcept {
    ::CRL_DIST_POINTS_free(points);
}
using DistributionPointsPtr = openssl::Handle<CRL_DIST_POINTS, freeDistributionPoints>;

// What is read of a list without looking for one certificate.
struct List {
    CrlPtr crl;
    ScopePtr scope;     // issuingDistributionPoint; null when the list speaks for all
    bool delta = false; // only what changed since another list (RFC 5280 §5.2.4)
    record::Instant thisUpdate{};
    record::Instant nextUpdate{};
};

bool knowsListExtension(int nid) {
    return nid == NID_issuing_distribution_point || nid == NID_authority_key_identifier ||
           nid == NID_crl_number || nid == NID_delta_crl;
}

// RFC 5280 §5.2, §5.3: a list with a critical extension that is not understood decides nothing.
// Entries of indirect lists fall under this too (certificateIssuer): neither HPKI nor the
// accredited services issue any.
bool hasUnknownCriticalExtension(const ::X509_CRL* crl) {
    for (int i = 0; i < ::X509_CRL_get_ext_count(crl); ++i) {
        ::X509_EXTENSION* const extension = ::X509_CRL_get_ext(crl, i);
        if (::X509_EXTENSION_get_critical(extension) == 1 &&
            !knowsListExtension(::OBJ_obj2nid(::X509_EXTENSION_get_object(extension)))) {
            return true;
        }
    }
    return false;
}

bool hasUnknownCriticalEntryExtension(::X509_CRL* crl) {
    STACK_OF(X509_REVOKED)* const entries = ::X509_CRL_get_REVOKED(crl);
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        const ::X509_REVOKED* const entry = sk_X509_REVOKED_value(entries, i);
        for (int k = 0; k < ::X509_REVOKED_get_ext_count(entry); ++k) {
            ::X509_EXTENSION* const extension = ::X509_REVOKED_get_ext(entry, k);
            const int nid = ::OBJ_obj2nid(::X509_EXTENSION_get_object(extension));
            if (::X509_EXTENSION_get_critical(extension) == 1 && nid != NID_crl_reason &&
                nid != NID_invalidity_date) {
                return true;
            }
        }
    }
    return false;
}

bool hasStrongDigest(const ::X509_CRL* crl) {
    int digest = NID_undef;
    return ::OBJ_find_sigid_algs(::X509_CRL_get_signature_nid(crl), &digest, nullptr) == 1 &&
           (digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512);
}

// The algorithm stands inside and outside of what is signed; OpenSSL compares the two in
// certificates but not in lists (RFC 5280 §5.1.1.2), so the outer one could be changed unseen.
bool namesOneAlgorithm(record::Bytes list) {
    der::Reader whole(der::only(list, der::kSequence).content);
    der::Reader tbs = whole.enter(der::kSequence);
    if (tbs.nextIs(der::kInteger)) {
        tbs.next();
    }
    return der::same(tbs.next(der::kSequence).whole, whole.next(der::kSequence).whole);
}

// Null unless the list is whole, signed by the issuer's key, and understood.
std::optional<List> readList(record::Bytes bytes, ::X509* issuer) {
    if (bytes.size() > kMaxCrlBytes || !der::isDer(bytes)) {
        return std::nullopt;
    }
    List list;
    list.crl = openssl::crlFromDer(bytes);
    if (!list.crl || !namesOneAlgorithm(bytes) ||
        ::X509_NAME_cmp(::X509_CRL_get_issuer(list.crl.get()), ::X509_get_subject_name(issuer)) !=
            0) {
        return std::nullopt;
    }
    if ((::X509_get_key_usage(issuer) & KU_CRL_SIGN) == 0 || !hasStrongDigest(list.crl.get()) ||
        ::X509_CRL_verify(list.crl.get(), ::X509_get0_pubkey(issuer)) != 1) {
        openssl::dropErrors();
        return std::nullopt;
    }
    const auto thisUpdate = openssl::instantOf(::X509_CRL_get0_lastUpdate(list.crl.get()));
    const auto nextUpdate = openssl::instantOf(::X509_CRL_get0_nextUpdate(list.crl.get()));
    if (!thisUpdate || !nextUpdate || *nextUpdate < *thisUpdate ||
        hasUnknownCriticalExtension(list.crl.get()) ||
        hasUnknownCriticalEntryExtension(list.crl.get())) {
        return std::nullopt;
    }
    list.thisUpdate = *thisUpdate;
    list.nextUpdate = *nextUpdate;
    int critical = 0;
    list.scope.reset(static_cast<::ISSUING_DIST_POINT*>(::X509_CRL_get_ext_d2i(
        list.crl.get(), NID_issuing_distribution_point, &critical, nullptr)));
    openssl::dropErrors();
    if (!list.scope && critical != -1) {
        return std::nullopt; // there, but unreadable or twice
    }
    if (list.scope && list.scope->distpoint != nullptr &&
        ::DIST_POINT_set_dpname(list.scope->distpoint, ::X509_CRL_get_issuer(list.crl.get())) !=
            1) {
        openssl::dropErrors();
        return std::nullopt;
    }
    const openssl::IntegerPtr base(static_cast<::ASN1_INTEGER*>(
        ::X509_CRL_get_ext_d2i(list.crl.get(), NID_delta_crl, &critical, nullptr)));
    openssl::dropErrors();
    list.delta = base != nullptr;
    if (!base && critical != -1) {
        return std::nullopt;
    }
    return list;
}

bool holdsName(const GENERAL_NAMES* names, const ::X509_NAME* wanted) {
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        const ::GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, i);
        if (name->type == GEN_DIRNAME && ::X509_NAME_cmp(name->d.directoryName, wanted) == 0) {
            return true;
        }
    }
    return false;
}

// Two distribution points with a name in common; a relative name has become a whole one in dpname.
bool haveCommonName(const ::DIST_POINT_NAME* left, const ::DIST_POINT_NAME* right) {
    constexpr int relative = 1;
    if (left->type == relative && right->type == relative) {
        return ::X509_NAME_cmp(left->dpname, right->dpname) == 0;
    }
    if (left->type == relative || right->type == relative) {
        const auto* const whole = left->type == relative ? right : left;
        return holdsName(whole->name.fullname, (left->type == relative ? left : right)->dpname);
    }
    for (int i = 0; i < sk_GENERAL_NAME_num(left->name.fullname); ++i) {
        for (int k = 0; k < sk_GENERAL_NAME_num(right->name.fullname); ++k) {
            if (::GENERAL_NAME_cmp(sk_GENERAL_NAME_value(left->name.fullname, i),
                                   sk_GENERAL_NAME_value(right->name.fullname, k)) == 0) {
                return true;
            }
        }
    }
    return false;
}

// RFC 5280 §6.3.3 (b)(2)(i): one name of the list's distribution point stands in the certificate's,
// in a point that is for this issuer's lists and for all reasons.
bool isForDistributionPointOf(const List& list, const ::X509* certificate) {
    const DistributionPointsPtr points(static_cast<CRL_DIST_POINTS*>(
        ::X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
    openssl::dropErrors();
    const ::X509_NAME* const issuer = ::X509_CRL_get_issuer(list.crl.get());
    for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
        const ::DIST_POINT* const point = sk_DIST_POINT_value(points.get(), i);
        if (point->distpoint != nullptr && point->reasons == nullptr &&
            (point->CRLissuer == nullptr || holdsName(point->CRLissuer, issuer)) &&
            ::DIST_POINT_set_dpname(point->distpoint, issuer) == 1 &&
            haveCommonName(list.scope->distpoint, point->distpoint)) {
            return true;
        }
    }
    return false;
}

// §6.3.3 (b)(2): does the list speak about certificates of this kind, and for all reasons, so that
// its silence says something?
bool isSilenceMeant(const List& list, ::X509* certificate) {
    const ::ISSUING_DIST_POINT* const scope = list.scope.get();
    if (scope == nullptr || list.delta) {
        return !list.delta;
    }
    const bool isCa = ::X509_check_ca(certificate) != 0;
    if (scope->indirectCRL > 0 || scope->onlyattr > 0 || scope->onlysomereasons != nullptr ||
        (scope->onlyuser > 0 && isCa) || (scope->onlyCA > 0 && !isCa)) {
        return false;
    }
    return scope->distpoint == nullptr || isForDistributionPointOf(list, certificate);
}

std::optional<RevocationEntry> entryFor(const List& list, ::X509* certificate) {
    ::X509_REVOKED* found = nullptr;
    const int answer = ::X509_CRL_get0_by_cert(list.crl.get(), &found, certificate);
    constexpr int removed = 2; // removeFromCRL: a hold that ended, which only delta lists may tell
    if (answer == 0 || found == nullptr || (answer == removed && list.delta)) {
        return std::nullopt;
    }
    RevocationEntry entry;
    // An entry without a readable date says "revoked" all the same: then since ever.
    entry.at = openssl::instantOf(::X509_REVOKED_get0_revocationDate(found))
                   .value_or(record::Instant::min());
    const openssl::AsnTimePtr invalid(static_cast<::ASN1_TIME*>(
        ::X509_REVOKED_get_ext_d2i(found, NID_invalidity_date, nullptr, nullptr)));
    if (const auto since = openssl::instantOf(invalid.get())) {
        entry.at = std::min(entry.at, *since);
    }
    const std::unique_ptr<::ASN1_ENUMERATED, openssl::Freer<::ASN1_ENUMERATED_free>> reason(
        static_cast<::ASN1_ENUMERATED*>(
            ::X509_REVOKED_get_ext_d2i(found, NID_crl_reason, nullptr, nullptr)));
    if (reason) {
        entry.reason = static_cast<int>(::ASN1_ENUMERATED_get(reason.get()));
    }
    openssl::dropErrors();
    return entry;
}

struct Reading {
    std::size_t index = 0;
    record::Instant thisUpdate{};
    bool counts = false;  // what it names: in force at the asked time, or issued after it
    bool inForce = false; // at the asked time, and its silence means good
    bool later = false;   // issued after it, and its silence means good
    std::optional<RevocationEntry> entry;
};

std::vector<Reading> readingsFor(::X509* certificate, ::X509* issuer, std::span<const Der> crls,
                                 record::Instant at) {
    std::vector<Reading> readings;
    const auto notAfter = openssl::instantOf(::X509_get0_notAfter(certificate));
    for (std::size_t i = 0; i < crls.size(); ++i) {
        const std::optional<List> list = readList(crls[i], issuer);
        if (!list) {
            continue;
        }
        Reading reading;
        reading.index = i;
        reading.thisUpdate = list->thisUpdate;
        reading.entry = entryFor(*list, certificate);
        const bool silenceMeant = isSilenceMeant(*list, certificate);
        if (!silenceMeant && !reading.entry) {
            continue;
        }
        reading.counts = at <= list->nextUpdate;
        reading.inForce = silenceMeant && list->thisUpdate <= at && at <= list->nextUpdate;
        // After its end a certificate may be left out of the lists (RFC 5280 §3.3).
        reading.later =
            silenceMeant && list->thisUpdate > at && notAfter && list->thisUpdate <= *notAfter;
        readings.push_back(reading);
    }
    return readings;
}

} // namespace

RevocationAnswer judgeRevocation(record::Bytes certificate, record::Bytes issuer,
                                 std::span<const Der> crls, record::Instant at) {
    RevocationAnswer answer;
    const CertificatePtr subject = openssl::certificateFromDer(certificate);
    const CertificatePtr authority = openssl::certificateFromDer(issuer);
    if (!subject || !authority) {
        return answer;
    }
    answer.holder = subjectNameOf(certificate);
    record::Instant newest = record::Instant::min();
    for (const Reading& reading : readingsFor(subject.get(), authority.get(), crls, at)) {
        answer.evidence.push_back(reading.index);
        // An entry of an older list that newer ones do not repeat was a hold that ended (§5.3.1).
        if (reading.counts && reading.entry &&
            (!answer.entry || reading.entry->at < answer.entry->at)) {
            answer.entry = reading.entry;
        }
        if (!reading.inForce && !reading.later) {
            continue;
        }
        if (reading.later) {
            answer.state = RevocationState::Good;
        } else if (answer.state == RevocationState::Unknown) {
            answer.state = RevocationState::GoodSoFar;
        }
        if (!answer.best || reading.thisUpdate > newest) {
            answer.best = reading.index;
            newest = reading.thisUpdate;
        }
    }
    if (answer.entry && answer.entry->at <= at) {
        answer.state = RevocationState::Revoked;
    }
    return answer;
}

std::vector<RevocationAnswer> judgeChainRevocation(std::span<const Der> chain,
                                                   std::span<const Der> crls, record::Instant at) {
    std::vector<RevocationAnswer> answers;
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        answers.push_back(judgeRevocation(chain[i], chain[i + 1], crls, at));
    }
    return answers;
}

} // namespace seihon::signing
