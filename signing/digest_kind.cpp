#include "signing/digest_kind.h"

#include "signing/algorithm_rules.h"

#include <algorithm>

namespace seihon::signing {

namespace {

template <typename Is>
const DigestKind* firstKind(Is is) {
    const auto found = std::find_if(kDigestKinds.begin(), kDigestKinds.end(), is);
    return found == kDigestKinds.end() ? nullptr : &*found;
}

} // namespace

const DigestKind* findDigest(const std::string& oid) {
    return firstKind([&](const DigestKind& kind) { return kind.oid == oid; });
}

const DigestKind* digestNamed(std::string_view name) {
    return firstKind([&](const DigestKind& kind) { return kind.name == name; });
}

const DigestKind* digestWithUri(std::string_view uri) {
    return firstKind([&](const DigestKind& kind) { return kind.uri == uri; });
}

const DigestKind* acceptedDigest(const std::string& oid, const Trust& trust, record::Instant at) {
    const DigestKind* const kind = findDigest(oid);
    return kind != nullptr && digestAccepted(trust.file, kind->name, at) ? kind : nullptr;
}

} // namespace seihon::signing
