#include "object_facts.h"

#include "dicom/uid.h"
#include "record/id.h"
#include "support/run_tool.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

namespace seihon::dicom {

namespace {

constexpr record::Instant kMade{std::chrono::milliseconds(1'795'000'000'123)};

std::string freshUid() {
    return uidOfUuid(record::makeId(kMade));
}

std::string smallPdf() {
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 "
           "obj<</Type/Pages/Kids[]/Count 0>>"
           "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}

} // namespace

record::PageImage noisyPage(std::int64_t width, std::int64_t height, int channels, int bits,
                            unsigned seed) {
    record::PageImage page;
    page.width = width;
    page.height = height;
    page.channels = channels;
    page.bitsPerSample = bits;
    page.dpiX = page.dpiY = 300;
    page.stride = page.rowBytes() + 3; // rows with something behind them
    page.bytes.resize(static_cast<std::size_t>(page.stride * height));
    std::mt19937 random(seed);
    for (std::uint8_t& byte : page.bytes) {
        byte = static_cast<std::uint8_t>(random());
    }
    return page;
}

Document bareDocument(ObjectKind kind, unsigned seed) {
    Document document;
    document.kind = kind;
    document.study.uid = freshUid();
    document.series.uid = freshUid();
    document.object.uid = freshUid();
    document.object.madeAt = kMade;
    document.series.modality = kind == ObjectKind::EncapsulatedPdf ? "DOC" : "OT";
    const int channels = kind == ObjectKind::MultiFrameTrueColor ? 3 : 1;
    const int bits = kind == ObjectKind::MultiFrameGrayscaleWord ? 16 : 8;
    const unsigned pages = kind == ObjectKind::EncapsulatedPdf    ? 0
                           : kind == ObjectKind::SecondaryCapture ? 1
                                                                  : 3;
    for (unsigned i = 0; i < pages; ++i) {
        document.pages.push_back(noisyPage(61, 47, channels, bits, seed * 10 + i));
    }
    if (pages == 0) {
        document.pdf = smallPdf();
    }
    return document;
}

Document fullDocument(ObjectKind kind, unsigned seed) {
    Document document = bareDocument(kind, seed);
    document.patient = {
        "0012345", "HOSPITAL", {"", "山田^太郎", "やまだ^たろう"}, "1950-01-31", "M"};
    document.study.id = "S1";
    document.study.accession = "A-2026-1";
    document.study.description = "紹介状";
    document.study.at = kMade;
    document.study.referringPhysician = {"", "鈴木^花子", ""};
    document.series.description = "スキャン文書";
    document.device = {"Fujitsu", "fi-7600", "A123", "0.9", "南病院", "scan-1", "0.1.0"};
    document.object.capturedAt = kMade;
    document.object.comment = "1ページ目";
    document.pdfTitle = kind == ObjectKind::EncapsulatedPdf ? "紹介状" : "";
    return document;
}

ScratchFolder::ScratchFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "seihon-dicom-XXXXXX";
    m_path = ::mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string ScratchFolder::write(const std::string& name,
                                 const std::vector<std::uint8_t>& bytes) const {
    std::ofstream out(m_path / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    return file(name);
}

std::string errorsOf(const std::string& file) {
    std::istringstream lines(support::runTool("dciodvfy '" + file + "' 2>&1").output);
    std::string errors;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("Error") != std::string::npos) {
            errors += line + "\n";
        }
    }
    return errors;
}

std::string nameOfKind(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::SecondaryCapture:
        return "sc";
    case ObjectKind::MultiFrameTrueColor:
        return "mf-rgb";
    case ObjectKind::MultiFrameGrayscaleByte:
        return "mf-8";
    case ObjectKind::MultiFrameGrayscaleWord:
        return "mf-16";
    case ObjectKind::EncapsulatedPdf:
        return "pdf";
    }
    return {};
}

} // namespace seihon::dicom
