#pragma once

// Private to documents: the facts about the file as XMP (ISO 16684-1), as PDF/A asks for them.

#include <string>

namespace seihon::documents {

struct PdfFacts {
    std::string title, description, source, language, creator, producer;
    std::string madeAt; // ISO 8601 with its offset, whole seconds
    int part = 2;       // of ISO 19005
    friend bool operator==(const PdfFacts&, const PdfFacts&) = default;
};

// With pdfaid:conformance B (ISO 19005-1 6.7.11, ISO 19005-2 6.6.4).
std::string xmpPacket(const PdfFacts& facts);
// What a packet of ours says. Faults: Malformed for any other, also for another part or level.
PdfFacts readXmpPacket(const std::string& packet);

// "D:20260102030405+09'00'" of such a time (ISO 32000-1 7.9.4).
std::string pdfDate(const std::string& iso);

} // namespace seihon::documents
