#include "support/signed_pdf.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace seihon::support {

namespace {

constexpr int kFirstField = 10; // field, its value, field, its value …
const std::string kRangePlace = "[0 0000000000 0000000000 0000000000]";

std::string tenDigits(std::size_t number) {
    char text[16];
    std::snprintf(text, sizeof text, "%010zu", number);
    return text;
}

std::string hexOf(const std::vector<std::uint8_t>& bytes) {
    std::string hex;
    for (const std::uint8_t byte : bytes) {
        char text[4];
        std::snprintf(text, sizeof text, "%02x", unsigned{byte});
        hex += text;
    }
    return hex;
}

std::string lastXref(const std::string& bytes) {
    const std::size_t at = bytes.rfind("startxref\n");
    return at == std::string::npos ? "" : std::to_string(std::atoll(bytes.c_str() + at + 10));
}

} // namespace

std::string pageContent(const std::string& text) {
    const std::string drawn = "BT /F1 24 Tf 72 720 Td (" + text + ") Tj ET";
    return "<< /Length " + std::to_string(drawn.size()) + " >>\nstream\n" + drawn + "\nendstream";
}

void overwrite(std::string& bytes, const std::string& from, const std::string& to) {
    const std::size_t at = bytes.find(from);
    if (at == std::string::npos || bytes.find(from, at + 1) != std::string::npos ||
        from.size() != to.size()) {
        throw std::logic_error("no such place, or two, or another length: " + from);
    }
    bytes.replace(at, from.size(), to);
}

SignedPdf::SignedPdf(const std::string& text) : bytes("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") {
    add({{1, "<< /Type /Catalog /Pages 2 0 R >>"},
         {2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>"},
         {3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
             ">>"},
         {4, pageContent(text)},
         {5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}});
}

void SignedPdf::add(const std::vector<std::pair<int, std::string>>& objects) {
    const std::string before = lastXref(bytes);
    std::string table = before.empty() ? "xref\n0 1\n0000000000 65535 f \n" : "xref\n";
    for (const auto& [number, body] : objects) {
        m_size = std::max(m_size, number + 1);
        table += std::to_string(number) + " 1\n" + tenDigits(bytes.size()) + " 00000 n \n";
        bytes += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    }
    const std::size_t xref = bytes.size();
    bytes += table + "trailer\n<< /Size " + std::to_string(m_size) + " /Root 1 0 R" +
             (before.empty() ? "" : " /Prev " + before) + " >>\nstartxref\n" +
             std::to_string(xref) + "\n%%EOF\n";
}

SignedPdf& SignedPdf::update(const std::vector<std::pair<int, std::string>>& objects) {
    add(objects);
    return *this;
}

SignedPdf& SignedPdf::showing(const std::string& text) {
    return update({{4, pageContent(text)}});
}

SignedPdf& SignedPdf::sign(const std::string& field, const Sign& sign, const std::string& subFilter,
                           std::size_t reserve) {
    const int number = kFirstField + 2 * static_cast<int>(m_fields.size());
    m_fields.push_back(field);
    std::string all;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        all += std::to_string(kFirstField + 2 * static_cast<int>(i)) + " 0 R ";
    }
    const std::string value = std::to_string(number + 1);
    add({{1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + all + "] /SigFlags 3 >> >>"},
         {3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
             "/Annots [" +
                 all + "] >>"},
         {number, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (" + field +
                      ") /F 132 /Rect [0 0 0 0] /P 3 0 R /V " + value + " 0 R >>"},
         {number + 1, "<< /Type /" +
                          std::string(subFilter == "ETSI.RFC3161" ? "DocTimeStamp" : "Sig") +
                          " /Filter /Adobe.PPKLite /SubFilter /" + subFilter + " /ByteRange " +
                          kRangePlace + " /Contents <" + std::string(2 * reserve, '0') + "> >>"}});
    putSignature(sign);
    return *this;
}

void SignedPdf::putSignature(const Sign& sign) {
    const std::size_t place = bytes.rfind(kRangePlace);
    const std::size_t from = bytes.find('<', place);
    const std::size_t until = bytes.find('>', from) + 1;
    bytes.replace(place, kRangePlace.size(),
                  "[0 " + tenDigits(from) + " " + tenDigits(until) + " " +
                      tenDigits(bytes.size() - until) + "]");
    const std::string hex = hexOf(sign(bytes.substr(0, from) + bytes.substr(until)));
    if (hex.size() > until - from - 2) {
        throw std::logic_error("too little room for the signature");
    }
    bytes.replace(from + 1, hex.size(), hex);
}

} // namespace seihon::support
