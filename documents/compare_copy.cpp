#include "documents/check_pdfa.h"
#include "documents/pdf_content.h"
#include "documents/pdf_number.h"
#include "documents/qpdf.h"
#include "documents/viewing_words.h"
#include "documents/xmp.h"
#include "record/fault.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace seihon::documents {

namespace {

using Handle = QPDFObjectHandle;

constexpr double kTolerancePoints = 0.002; // numbers have three decimals
// A JPEG of the least quality of a page full of noise stays far below; another page is far above.
constexpr std::uint64_t kLossyMeanDifference = 24;

record::PageImage shapeOf(const ViewingPage& page) {
    record::PageImage image;
    image.width = page.width;
    image.height = page.height;
    image.channels = page.channels;
    image.bitsPerSample = page.bitsPerSample;
    image.dpiX = page.dpiX;
    image.dpiY = page.dpiY;
    image.stride = image.rowBytes();
    return image;
}

// Samples as a PDF has them into pixels as a page has them.
record::PageImage pixelsFrom(const Buffer& samples, const ViewingPage& page) {
    record::PageImage image = shapeOf(page);
    image.bytes.assign(samples.getBuffer(), samples.getBuffer() + samples.getSize());
    for (std::size_t i = 0; page.bitsPerSample == 16 && i + 1 < image.bytes.size(); i += 2) {
        std::swap(image.bytes[i], image.bytes[i + 1]);
    }
    return image;
}

bool samePixels(const record::PageImage& read, const record::PageImage& master) {
    const auto rowBytes = static_cast<std::size_t>(master.rowBytes());
    for (std::int64_t y = 0; y < master.height; ++y) {
        if (std::memcmp(read.row(y), master.row(y), rowBytes) != 0) {
            return false;
        }
    }
    return true;
}

std::uint64_t meanDifference(const Buffer& samples, const record::PageImage& master) {
    const std::size_t step = master.bitsPerSample == 16 ? 2 : 1;
    const std::uint8_t* at = samples.getBuffer();
    std::uint64_t sum = 0;
    for (std::int64_t y = 0; y < master.height; ++y) {
        const std::uint8_t* const row = master.row(y);
        for (std::int64_t i = 0; i < master.width * master.channels; ++i) {
            const int there = row[static_cast<std::size_t>(i) * step + step - 1];
            sum += static_cast<std::uint64_t>(std::abs(*at++ - there));
        }
    }
    return sum / static_cast<std::uint64_t>(master.width * master.height * master.channels);
}

bool near(double a, double b) {
    return std::fabs(a - b) < kTolerancePoints;
}

// Is the image drawn once, as large as the paper was, turned as it is read, inside of the page?
std::string placeProblem(Handle page, const ViewingPage& wanted) {
    const PageContent content = readContent(page);
    if (content.images != 1) {
        return "the image is not drawn once";
    }
    const auto& [a, b, c, d, e, f] = content.image;
    const double w =
        static_cast<double>(wanted.width) * kPointsPerInch / static_cast<double>(wanted.dpiX);
    const double h =
        static_cast<double>(wanted.height) * kPointsPerInch / static_cast<double>(wanted.dpiY);
    // The image's lower edge runs along the page's lower edge turned to the left by `angle`.
    const double angle = -wanted.turned * 3.14159265358979323846 / 180;
    const double cosine = std::round(std::cos(angle)), sine = std::round(std::sin(angle));
    if (!near(a, w * cosine) || !near(b, w * sine) || !near(c, -h * sine) || !near(d, h * cosine)) {
        return "the image has another size or turn than the paper";
    }
    Handle box = page.getKey("/MediaBox");
    const double left = std::min({e, e + a, e + c, e + a + c});
    const double right = std::max({e, e + a, e + c, e + a + c});
    const double top = std::max({f, f + b, f + d, f + b + d});
    return near(left, 0) && near(right, box.getArrayItem(2).getNumericValue()) &&
                   near(top, box.getArrayItem(3).getNumericValue())
               ? std::string()
               : "the image does not fill the page above the notice";
}

std::string imageProblem(Handle page, const ViewingCopy& copy, const ViewingPage& wanted,
                         const PixelsOf& pixelsOf) {
    Handle image = page.getKey("/Resources").getKey("/XObject").getKey("/I");
    const std::shared_ptr<Buffer> samples = image.getStreamData(qpdf_dl_all);
    const bool lossy = isLossy(copy, wanted);
    const auto expected = static_cast<std::size_t>(
        wanted.height * (lossy ? wanted.width * wanted.channels : shapeOf(wanted).rowBytes()));
    Handle facts = image.getDict();
    if (samples->getSize() != expected || facts.getKey("/Width").getIntValue() != wanted.width ||
        facts.getKey("/Height").getIntValue() != wanted.height) {
        return "the image has another shape than the master";
    }
    const record::PageImage master = pixelsOf(wanted);
    if (record::pixelDigest(master) != wanted.pixelDigest) {
        return "the master's pixels are not those of the record";
    }
    if (lossy) {
        return meanDifference(*samples, master) <= kLossyMeanDifference
                   ? std::string()
                   : "the JPEG shows another page";
    }
    const bool inverted = facts.getKey("/Decode").isArray();
    return samePixels(pixelsFrom(*samples, wanted), master) &&
                   inverted == (wanted.bitsPerSample == 1)
               ? std::string()
               : "pixels differ from the master's";
}

void compareFacts(QPDF& pdf, const ViewingCopy& copy, std::vector<std::string>& problems) {
    const std::shared_ptr<Buffer> packet = pdf.getRoot().getKey("/Metadata").getStreamData();
    const PdfFacts facts =
        readXmpPacket({reinterpret_cast<const char*>(packet->getBuffer()), packet->getSize()});
    if (facts.title != titleOf(copy) || facts.description != descriptionOf(copy) ||
        facts.source != sourceOf(copy)) {
        problems.push_back("the file says something else of itself");
    }
}

} // namespace

std::vector<std::string> compareWithMasters(const std::filesystem::path& file,
                                            const ViewingCopy& copy, const PixelsOf& pixelsOf) {
    std::vector<std::string> problems;
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.setAttemptRecovery(false);
        pdf.processFile(file.c_str());
        compareFacts(pdf, copy, problems);
        const std::vector<Handle>& pages = pdf.getAllPages();
        if (pages.size() != copy.pages.size()) {
            problems.push_back("the file has another number of pages");
        }
        for (std::size_t i = 0; i < std::min(pages.size(), copy.pages.size()); ++i) {
            for (const std::string& problem :
                 {placeProblem(pages[i], copy.pages[i]),
                  imageProblem(pages[i], copy, copy.pages[i], pixelsOf)}) {
                if (!problem.empty()) {
                    problems.push_back("page " + std::to_string(copy.pages[i].number) + ": " +
                                       problem);
                }
            }
        }
    } catch (const std::exception& error) { // qpdf's, ours, and what a broken file leads to
        problems.push_back(error.what());
    }
    return problems;
}

} // namespace seihon::documents
