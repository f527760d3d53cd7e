#include "documents/xmp.h"

#include "record/fault.h"

#include <pugixml.hpp>

#include <string_view>

namespace seihon::documents {

namespace {

constexpr std::string_view kBegin =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
constexpr std::string_view kEnd = "\n<?xpacket end=\"w\"?>";
constexpr std::size_t kIsoSeconds = 19; // 2026-01-02T03:04:05

[[noreturn]] void malformed(const std::string& why) {
    throw record::Fault(record::FaultKind::Malformed, "XMP packet: " + why);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string element(std::string_view name, std::string_view text) {
    return "   <" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">\n";
}

std::string alternatives(std::string_view name, std::string_view text) {
    return "   <" + std::string(name) + "><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
           escaped(text) + "</rdf:li></rdf:Alt></" + std::string(name) + ">\n";
}

std::string textOf(const pugi::xml_node& facts, const char* name) {
    const pugi::xml_node node = facts.child(name);
    if (!node) {
        malformed(std::string("no ") + name);
    }
    const pugi::xml_node alternative = node.child("rdf:Alt").child("rdf:li");
    const pugi::xml_node item = node.child("rdf:Bag").child("rdf:li");
    return alternative ? alternative.text().get() : item ? item.text().get() : node.text().get();
}

} // namespace

std::string xmpPacket(const PdfFacts& facts) {
    std::string packet(kBegin);
    packet += "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
              " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
              "  <rdf:Description rdf:about=\"\"\n"
              "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
              "    xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
              "    xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
              "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n";
    packet +=
        element("pdfaid:part", std::to_string(facts.part)) + element("pdfaid:conformance", "B") +
        element("dc:format", "application/pdf") + alternatives("dc:title", facts.title) +
        alternatives("dc:description", facts.description) + element("dc:source", facts.source) +
        "   <dc:language><rdf:Bag><rdf:li>" + escaped(facts.language) +
        "</rdf:li></rdf:Bag></dc:language>\n" + element("xmp:CreatorTool", facts.creator) +
        element("xmp:CreateDate", facts.madeAt) + element("xmp:ModifyDate", facts.madeAt) +
        element("xmp:MetadataDate", facts.madeAt) + element("pdf:Producer", facts.producer);
    packet += "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>";
    return packet + std::string(kEnd);
}

PdfFacts readXmpPacket(const std::string& packet) {
    if (!packet.starts_with(kBegin) || !packet.ends_with(kEnd)) {
        malformed("not wrapped as it should be");
    }
    pugi::xml_document document;
    if (!document.load_buffer(packet.data(), packet.size(), pugi::parse_default,
                              pugi::encoding_utf8)) {
        malformed("no XML");
    }
    const pugi::xml_node facts =
        document.child("x:xmpmeta").child("rdf:RDF").child("rdf:Description");
    const std::string part = textOf(facts, "pdfaid:part");
    if ((part != "1" && part != "2") || textOf(facts, "pdfaid:conformance") != "B") {
        malformed("neither PDF/A-1b nor PDF/A-2b");
    }
    PdfFacts read;
    read.part = part == "1" ? 1 : 2;
    read.title = textOf(facts, "dc:title");
    read.description = textOf(facts, "dc:description");
    read.source = textOf(facts, "dc:source");
    read.language = textOf(facts, "dc:language");
    read.creator = textOf(facts, "xmp:CreatorTool");
    read.producer = textOf(facts, "pdf:Producer");
    read.madeAt = textOf(facts, "xmp:CreateDate");
    if (textOf(facts, "xmp:ModifyDate") != read.madeAt) {
        malformed("changed since it was made");
    }
    return read;
}

std::string pdfDate(const std::string& iso) {
    std::string date = "D:";
    for (const char c : iso.substr(0, kIsoSeconds)) {
        if (c >= '0' && c <= '9') {
            date += c;
        }
    }
    const std::string zone = iso.substr(kIsoSeconds);
    if (zone.size() != 6) {
        return date + "Z";
    }
    return date + zone.substr(0, 3) + "'" + zone.substr(4) + "'";
}

} // namespace seihon::documents
