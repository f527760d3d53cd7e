#include "signing/asic_manifest.h"

#include "record/fault.h"
#include "signing/digest_kind.h"
#include "signing/manifest_names.h"

#include <pugixml.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxReferences = 12'000;
constexpr std::size_t kMaxXmlBytes = 8u << 20;
constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kAsicNamespace = "http://uri.etsi.org/02918/v1.2.1#";
constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

[[noreturn]] void malformedManifest(const std::string& what,
                                    std::map<std::string, std::string> context = {}) {
    throw record::Fault(record::FaultKind::Malformed, "manifest: " + what, std::move(context));
}

std::string_view mediaTypeOf(std::string_view path) {
    constexpr std::pair<std::string_view, std::string_view> kTypes[]{
        {".tif", "image/tiff"},
        {".json", "application/json"},
        {".xml", "text/xml"},
        {".p7s", "application/x-pkcs7-signature"},
        {".p7b", "application/x-pkcs7-certificates"},
        {".tst", "application/vnd.etsi.timestamp-token"},
        {".ers", "application/ers"}};
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) {
            return type;
        }
    }
    return "application/octet-stream";
}

// The only order in which a writer here puts attributes; anything else fails the comparison with
// the rewritten bytes.
std::string attributeOf(const pugi::xml_node& node, const char* name) {
    const pugi::xml_attribute attribute = node.attribute(name);
    if (!attribute) {
        malformedManifest(std::string("no attribute ") + name);
    }
    return attribute.value();
}

pugi::xml_node childNamed(const pugi::xml_node& node, const char* name) {
    const pugi::xml_node child = node.child(name);
    if (!child) {
        malformedManifest(std::string("no element ") + name);
    }
    return child;
}

DataDigest referencedDigest(const pugi::xml_node& reference) {
    const std::string algorithm =
        attributeOf(childNamed(reference, "ds:DigestMethod"), "Algorithm");
    const DigestKind* const kind = digestWithUri(algorithm);
    if (kind == nullptr) {
        malformedManifest("digest " + algorithm.substr(0, 100),
                          {{"digest", algorithm.substr(0, 100)}});
    }
    const std::string bytes =
        record::fromBase64(childNamed(reference, "ds:DigestValue").text().get());
    if (bytes.size() != kind->bytes) {
        malformedManifest("a digest of another length");
    }
    return {kind->name, {bytes.begin(), bytes.end()}};
}

// Nothing but a declaration and elements: no DOCTYPE, hence no entities; no comments, CDATA or
// processing instructions.
void refuseMarkup(std::string_view xml) {
    if (xml.size() > kMaxXmlBytes) {
        malformedManifest("too long");
    }
    if (!xml.starts_with(kDeclaration)) {
        malformedManifest("another XML declaration");
    }
    xml.remove_prefix(kDeclaration.size());
    if (xml.find("<!") != xml.npos || xml.find("<?") != xml.npos || xml.find('&') != xml.npos) {
        malformedManifest("markup that has no place in a manifest");
    }
    // Names are ASCII and no writer indents by anything else.
    if (std::any_of(xml.begin(), xml.end(),
                    [](char c) { return (c < ' ' && c != '\n') || c == 0x7f; })) {
        malformedManifest("bytes that have no place in a manifest");
    }
}

AsicManifest readReferences(const pugi::xml_node& root) {
    AsicManifest manifest;
    const pugi::xml_node proof = childNamed(root, "asic:SigReference");
    manifest.proof = attributeOf(proof, "URI");
    manifest.proofType = attributeOf(proof, "MimeType");
    for (const pugi::xml_node& reference : root.children("asic:DataObjectReference")) {
        if (manifest.references.size() == kMaxReferences) {
            malformedManifest("too many entries");
        }
        manifest.references.push_back({attributeOf(reference, "URI"), referencedDigest(reference),
                                       !reference.attribute("Rootfile").empty()});
    }
    return manifest;
}

std::string referenceXml(const AsicReference& reference) {
    const DigestKind* const kind = digestNamed(reference.digest.algorithm);
    if (kind == nullptr || reference.digest.bytes.size() != kind->bytes) {
        malformedManifest("a digest that cannot stand in a manifest");
    }
    return "  <asic:DataObjectReference URI=\"" + reference.path + "\" MimeType=\"" +
           std::string(mediaTypeOf(reference.path)) +
           (reference.isRootfile ? "\" Rootfile=\"true" : "") +
           "\">\n    <ds:DigestMethod Algorithm=\"" + kind->uri + "\"/>\n    <ds:DigestValue>" +
           record::toBase64(reference.digest.bytes) +
           "</ds:DigestValue>\n  </asic:DataObjectReference>\n";
}

} // namespace

std::string asicManifestXml(const AsicManifest& manifest) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyz0123456789.-+/";
    if (manifest.references.size() > kMaxReferences || !isSafePath(manifest.proof) ||
        manifest.proofType.find_first_not_of(kPlain) != std::string::npos) {
        malformedManifest("too many entries, or an odd reference to what seals it");
    }
    std::string xml(kDeclaration);
    xml += "<asic:ASiCManifest xmlns:asic=\"" + std::string(kAsicNamespace) + "\" xmlns:ds=\"" +
           std::string(kSignatureNamespace) + "\">\n";
    xml += "  <asic:SigReference URI=\"" + manifest.proof + "\" MimeType=\"" + manifest.proofType +
           "\"/>\n";
    std::set<std::string_view> seen;
    for (const AsicReference& reference : manifest.references) {
        if (!isSafePath(reference.path) || !seen.insert(reference.path).second) {
            malformedManifest("a path that cannot stand in a manifest, or stands there twice");
        }
        xml += referenceXml(reference);
    }
    return xml + "</asic:ASiCManifest>\n";
}

AsicManifest parseAsicManifest(std::string_view xml) {
    refuseMarkup(xml);
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer(xml.data(), xml.size(), pugi::parse_minimal, pugi::encoding_utf8);
    if (!result) {
        malformedManifest(result.description());
    }
    AsicManifest manifest = readReferences(childNamed(document, "asic:ASiCManifest"));
    // Unknown elements, other attributes, other white space, doubles: none of them is written here,
    // so none is read.
    if (asicManifestXml(manifest) != xml) {
        malformedManifest("not in its one form");
    }
    return manifest;
}

} // namespace seihon::signing
