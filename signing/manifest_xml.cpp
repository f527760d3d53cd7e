#include "record/fault.h"
#include "signing/manifest_names.h"
#include "signing/verify_record.h"

#include <pugixml.hpp>

#include <algorithm>
#include <set>

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxEntries = 10'000;
constexpr std::size_t kMaxBytes = 8u << 20;
constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kAsicNamespace = "http://uri.etsi.org/02918/v1.2.1#";
constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view kSignatureType = "application/x-pkcs7-signature";

[[noreturn]] void malformed(const std::string& what,
                            std::map<std::string, std::string> context = {}) {
    throw record::Fault(record::FaultKind::Malformed, "manifest: " + what, std::move(context));
}

std::string_view mediaTypeOf(std::string_view path) {
    if (path.ends_with(".tif")) {
        return "image/tiff";
    }
    if (path.ends_with(".json")) {
        return "application/json";
    }
    return "application/octet-stream";
}

// The only order in which a writer here puts attributes; anything else fails the comparison with
// the rewritten bytes.
std::string attributeOf(const pugi::xml_node& node, const char* name) {
    const pugi::xml_attribute attribute = node.attribute(name);
    if (!attribute) {
        malformed(std::string("no attribute ") + name);
    }
    return attribute.value();
}

pugi::xml_node childNamed(const pugi::xml_node& node, const char* name) {
    const pugi::xml_node child = node.child(name);
    if (!child) {
        malformed(std::string("no element ") + name);
    }
    return child;
}

record::Digest digestOf(const pugi::xml_node& reference) {
    const std::string algorithm =
        attributeOf(childNamed(reference, "ds:DigestMethod"), "Algorithm");
    if (algorithm != kSha256) {
        malformed("digest " + algorithm.substr(0, 100), {{"digest", algorithm.substr(0, 100)}});
    }
    const std::string bytes =
        record::fromBase64(childNamed(reference, "ds:DigestValue").text().get());
    record::Digest digest;
    if (bytes.size() != digest.bytes.size()) {
        malformed("a digest of another length");
    }
    std::transform(bytes.begin(), bytes.end(), digest.bytes.begin(),
                   [](char byte) { return static_cast<std::uint8_t>(byte); });
    return digest;
}

// Nothing but a declaration and elements: no DOCTYPE, hence no entities; no comments, CDATA or
// processing instructions.
void refuseMarkup(std::string_view xml) {
    if (xml.size() > kMaxBytes) {
        malformed("too long");
    }
    if (!xml.starts_with(kDeclaration)) {
        malformed("another XML declaration");
    }
    xml.remove_prefix(kDeclaration.size());
    if (xml.find("<!") != xml.npos || xml.find("<?") != xml.npos || xml.find('&') != xml.npos) {
        malformed("markup that has no place in a manifest");
    }
    // Names are ASCII and no writer indents by anything else.
    if (std::any_of(xml.begin(), xml.end(),
                    [](char c) { return (c < ' ' && c != '\n') || c == 0x7f; })) {
        malformed("bytes that have no place in a manifest");
    }
}

record::Manifest readManifest(const pugi::xml_node& root) {
    record::Manifest manifest;
    for (const pugi::xml_node& reference : root.children("asic:DataObjectReference")) {
        if (manifest.entries.size() == kMaxEntries) {
            malformed("too many entries");
        }
        manifest.entries.push_back({attributeOf(reference, "URI"), digestOf(reference)});
    }
    return manifest;
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
        malformed("too many entries");
    }
    std::string xml(kDeclaration);
    xml += "<asic:ASiCManifest xmlns:asic=\"" + std::string(kAsicNamespace) + "\" xmlns:ds=\"" +
           std::string(kSignatureNamespace) + "\">\n";
    xml += "  <asic:SigReference URI=\"" + std::string(kSignaturePath) + "\" MimeType=\"" +
           std::string(kSignatureType) + "\"/>\n";
    std::set<std::string_view> seen;
    for (const record::ManifestEntry& entry : manifest.entries) {
        if (!isSafePath(entry.path) || !seen.insert(entry.path).second) {
            malformed("a path that cannot stand in a manifest, or stands there twice");
        }
        xml += "  <asic:DataObjectReference URI=\"" + entry.path + "\" MimeType=\"" +
               std::string(mediaTypeOf(entry.path)) + "\">\n    <ds:DigestMethod Algorithm=\"" +
               std::string(kSha256) + "\"/>\n    <ds:DigestValue>" +
               record::toBase64(entry.digest.bytes) +
               "</ds:DigestValue>\n  </asic:DataObjectReference>\n";
    }
    return xml + "</asic:ASiCManifest>\n";
}

record::Manifest parseManifestXml(std::string_view xml) {
    refuseMarkup(xml);
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer(xml.data(), xml.size(), pugi::parse_minimal, pugi::encoding_utf8);
    if (!result) {
        malformed(result.description());
    }
    record::Manifest manifest = readManifest(childNamed(document, "asic:ASiCManifest"));
    // Unknown elements, other attributes, other white space, doubles: none of them is written here,
    // so none is read.
    if (manifestXml(manifest) != xml) {
        malformed("not in its one form");
    }
    return manifest;
}

} // namespace seihon::signing
