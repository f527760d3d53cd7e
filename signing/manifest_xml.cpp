#include "record/fault.h"
#include "signing/asic_manifest.h"
#include "signing/manifest_names.h"
#include "signing/verify_record.h"

#include <algorithm>

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxEntries = 10'000;
constexpr const char* kSignatureType = "application/x-pkcs7-signature";

[[noreturn]] void malformedRecordManifest(const std::string& what,
                                          std::map<std::string, std::string> context = {}) {
    throw record::Fault(record::FaultKind::Malformed, "manifest: " + what, std::move(context));
}

} // namespace

bool isSafePath(std::string_view path) {
    if (path.empty() || path.size() > 200 || path.front() == '/' || path.back() == '/') {
        return false;
    }
    std::size_t partStart = 0;
    for (std::size_t at = 0; at <= path.size(); ++at) {
        const char c = at < path.size() ? path[at] : '/';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (c == '/') {
            if (at == partStart || path[partStart] == '.') {
                return false; // empty, ".", ".." and hidden names
            }
            partStart = at + 1;
        } else if (!plain) {
            return false;
        }
    }
    return true;
}

std::string manifestXml(const record::Manifest& manifest) {
    if (manifest.entries.size() > kMaxEntries) {
        malformedRecordManifest("too many entries");
    }
    AsicManifest asic{std::string(kSignaturePath), kSignatureType, {}};
    for (const record::ManifestEntry& entry : manifest.entries) {
        asic.references.push_back({entry.path, dataDigest(entry.digest)});
    }
    return asicManifestXml(asic);
}

record::Manifest parseManifestXml(std::string_view xml) {
    const AsicManifest asic = parseAsicManifest(xml);
    record::Manifest manifest;
    for (const AsicReference& reference : asic.references) {
        if (reference.digest.algorithm != "sha256") {
            malformedRecordManifest("digest " + reference.digest.algorithm,
                                    {{"digest", reference.digest.algorithm}});
        }
        record::Digest digest;
        std::copy_n(reference.digest.bytes.begin(), digest.bytes.size(), digest.bytes.begin());
        manifest.entries.push_back({reference.path, digest});
    }
    if (manifest.entries.size() > kMaxEntries || manifestXml(manifest) != xml) {
        malformedRecordManifest("not the manifest of a signature");
    }
    return manifest;
}

} // namespace seihon::signing
