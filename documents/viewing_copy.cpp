#include "documents/viewing_copy.h"

#include "documents/embedded.h"
#include "documents/notice_drawing.h"
#include "documents/page_stream.h"
#include "documents/pdf_number.h"
#include "documents/qpdf.h"
#include "documents/viewing_words.h"
#include "documents/xmp.h"
#include "record/fault.h"

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFSystemError.hh>

#include <cerrno>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

namespace seihon::documents {

namespace {

using record::Fault;
using record::FaultKind;
using Handle = QPDFObjectHandle;

constexpr double kMostPoints = 14400; // ISO 19005-2 6.1.13
constexpr double kLeastPoints = 3;

// One page's image: made when qpdf writes it, and let go.
class PageImageStream : public Handle::StreamDataProvider {
  public:
    PageImageStream(const ViewingCopy& copy, const ViewingPage& page, const PixelsOf& pixelsOf)
        : StreamDataProvider(false), m_copy(copy), m_page(page), m_pixelsOf(pixelsOf) {}
    void provideStreamData(QPDFObjGen const&, Pipeline* pipeline) override {
        const record::PageImage image = m_pixelsOf(m_page);
        if (image.width != m_page.width || image.height != m_page.height ||
            image.channels != m_page.channels || image.bitsPerSample != m_page.bitsPerSample) {
            throw Fault(FaultKind::StorageDiffers, "the page has another shape than it had");
        }
        const std::vector<std::uint8_t> stream =
            isLossy(m_copy, m_page) ? jpegStream(image, *m_copy.jpegQuality) : flateStream(image);
        pipeline->write(stream.data(), stream.size());
        pipeline->finish();
    }

  private:
    const ViewingCopy& m_copy;
    const ViewingPage& m_page;
    const PixelsOf& m_pixelsOf;
};

// What the pages of a document share.
struct Shared {
    const ViewingCopy& copy;
    const PixelsOf& pixelsOf;
    Handle font;
    TextCodes codes{};
};

struct PageSize {
    double width = 0, height = 0; // points, of the image as it is read
};

PageSize sizeOf(const ViewingPage& page) {
    if (page.width <= 0 || page.height <= 0 || page.dpiX <= 0 || page.dpiY <= 0) {
        throw Fault(FaultKind::Usage, "a page without size or resolution");
    }
    const PageSize size{
        static_cast<double>(page.width) * kPointsPerInch / static_cast<double>(page.dpiX),
        static_cast<double>(page.height) * kPointsPerInch / static_cast<double>(page.dpiY)};
    const bool onItsSide = page.turned == 90 || page.turned == 270;
    return onItsSide ? PageSize{size.height, size.width} : size;
}

// Places the image, turned as it is read, above the strip at the foot (ISO 32000-1 8.3.4: the unit
// square of an image stands upright).
std::string placeImage(const ViewingPage& page, const PageSize& size, double foot) {
    const std::string w = pdfNumber(size.width), h = pdfNumber(size.height);
    const std::string at = pdfNumber(foot), top = pdfNumber(foot + size.height);
    switch (page.turned) {
    case 90:
        return "0 -" + h + ' ' + w + " 0 0 " + top;
    case 180:
        return '-' + w + " 0 0 -" + h + ' ' + w + ' ' + top;
    case 270:
        return "0 " + h + " -" + w + " 0 " + w + ' ' + at;
    default:
        return w + " 0 0 " + h + " 0 " + at;
    }
}

std::string contentOf(const ViewingCopy& copy, const ViewingPage& page, const NoticeDrawing& notice,
                      TextCodes& codes) {
    const PageSize size = sizeOf(page);
    std::string content =
        "q\n" + placeImage(page, size, notice.height) + " cm\n/I Do\nQ\nq\n" + notice.operators;
    if (copy.withText) {
        for (const record::TextLine& line : page.text.lines) {
            const double height = static_cast<double>(line.h) * kPointsPerMicrometre;
            const double bottom = static_cast<double>(line.y + line.h) * kPointsPerMicrometre;
            content += hiddenText(codes, line.text,
                                  {static_cast<double>(line.x) * kPointsPerMicrometre,
                                   notice.height + size.height - bottom,
                                   static_cast<double>(line.w) * kPointsPerMicrometre, height});
        }
    }
    return content + "Q\n";
}

Handle addStream(QPDF& pdf, std::string_view data, const std::string& dictionary) {
    Handle stream = Handle::newStream(&pdf, std::string(data));
    stream.replaceDict(Handle::parse(dictionary));
    return pdf.makeIndirectObject(stream);
}

// Tesseract's way to lay text over a page: every code is the one glyph without a shape.
Handle addFont(QPDF& pdf) {
    Handle descriptor = Handle::parse(
        "<< /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /FontBBox [0 0 500 1000]"
        " /ItalicAngle 0 /Ascent 1000 /Descent -1 /CapHeight 1000 /StemV 80 >>");
    const std::string_view font = glyphlessFont();
    descriptor.replaceKey(
        "/FontFile2", addStream(pdf, font, "<< /Length1 " + std::to_string(font.size()) + " >>"));
    std::string glyphs(std::size_t{2} << 16, '\0');
    for (std::size_t i = 1; i < glyphs.size(); i += 2) {
        glyphs[i] = 1;
    }
    Handle drawn = Handle::parse(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /DW 500"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
    Handle map = addStream(pdf, glyphs, "<< >>");
    drawn.replaceKey("/CIDToGIDMap", map);
    drawn.replaceKey("/FontDescriptor", pdf.makeIndirectObject(descriptor));
    Handle whole = Handle::parse(
        "<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H >>");
    Handle fonts = Handle::newArray();
    fonts.appendItem(pdf.makeIndirectObject(drawn));
    whole.replaceKey("/DescendantFonts", fonts);
    return pdf.makeIndirectObject(whole);
}

Handle addImage(QPDF& pdf, const ViewingCopy& copy, const ViewingPage& page,
                const PixelsOf& pixelsOf) {
    const bool lossy = isLossy(copy, page);
    const std::string bits = std::to_string(lossy ? 8 : page.bitsPerSample);
    const std::string colours = std::to_string(page.channels), width = std::to_string(page.width);
    Handle image = Handle::newStream(&pdf);
    image.replaceDict(Handle::parse(
        "<< /Type /XObject /Subtype /Image /Width " + width + " /Height " +
        std::to_string(page.height) + " /BitsPerComponent " + bits + " /ColorSpace " +
        (page.channels == 3 ? "/DeviceRGB" : "/DeviceGray") +
        (page.bitsPerSample == 1 ? " /Decode [1 0]" : "") + // a set bit is black, as scanned
        " >>"));
    const Handle parameters =
        lossy || page.bitsPerSample == 1
            ? Handle::newNull()
            : Handle::parse("<< /Predictor 2 /Colors " + colours + " /BitsPerComponent " + bits +
                            " /Columns " + width + " >>");
    image.replaceStreamData(std::make_shared<PageImageStream>(copy, page, pixelsOf),
                            Handle::newName(lossy ? "/DCTDecode" : "/FlateDecode"), parameters);
    return pdf.makeIndirectObject(image);
}

void addPage(QPDF& pdf, Shared& shared, const ViewingPage& page) {
    const PageSize size = sizeOf(page);
    if (shared.copy.pdfaPart == 1 && page.bitsPerSample == 16) {
        throw Fault(FaultKind::Usage, "PDF/A-1 holds no page of 16 bits a sample");
    }
    const NoticeDrawing notice = drawNotice(shared.codes, noticeOf(shared.copy, page), size.width);
    if (size.width > kMostPoints || size.height + notice.height > kMostPoints ||
        size.width < kLeastPoints || size.height < kLeastPoints) {
        throw Fault(FaultKind::Usage, "page " + std::to_string(page.number) +
                                          " has a size that no PDF page may have");
    }
    Handle made = Handle::parse("<< /Type /Page /Resources << /XObject << >> /Font << >> >>"
                                " /MediaBox [0 0 " +
                                pdfNumber(size.width) + ' ' +
                                pdfNumber(size.height + notice.height) + "] >>");
    Handle resources = made.getKey("/Resources");
    resources.getKey("/XObject")
        .replaceKey("/I", addImage(pdf, shared.copy, page, shared.pixelsOf));
    resources.getKey("/Font").replaceKey("/F", shared.font);
    made.replaceKey("/Contents",
                    addStream(pdf, contentOf(shared.copy, page, notice, shared.codes), "<< >>"));
    pdf.addPage(pdf.makeIndirectObject(made), false);
}

std::string isoTime(const ViewingCopy& copy) {
    const auto local = std::chrono::floor<std::chrono::seconds>(copy.madeAt) + copy.utcOffset;
    std::string text = record::formatInstant(record::Instant(local));
    text.erase(text.find_first_of(".Z", 19)); // whole seconds
    const auto minutes =
        copy.utcOffset.count() < 0 ? -copy.utcOffset.count() : copy.utcOffset.count();
    const auto two = [](auto number) {
        return std::string(number < 10 ? "0" : "") + std::to_string(number);
    };
    return text + (copy.utcOffset.count() < 0 ? '-' : '+') + two(minutes / 60) + ':' +
           two(minutes % 60);
}

void addFacts(QPDF& pdf, const ViewingCopy& copy) {
    const std::string program = "seihon " SEIHON_VERSION;
    const PdfFacts facts{
        titleOf(copy), descriptionOf(copy), sourceOf(copy), languageTag(copy), program,
        program,       isoTime(copy),       copy.pdfaPart};
    Handle root = pdf.getRoot();
    root.replaceKey("/Metadata",
                    addStream(pdf, xmpPacket(facts), "<< /Type /Metadata /Subtype /XML >>"));
    root.replaceKey("/Lang", Handle::newUnicodeString(facts.language));
    root.replaceKey("/ViewerPreferences", Handle::parse("<< /DisplayDocTitle true >>"));
    // ISO 19005-2 6.2.3: what the pages' RGB and grey are.
    Handle intent = Handle::parse("<< /Type /OutputIntent /S /GTS_PDFA1"
                                  " /OutputConditionIdentifier (sRGB) /Info (sRGB)"
                                  " /RegistryName (http://www.color.org) >>");
    intent.replaceKey("/DestOutputProfile", addStream(pdf, srgbProfile(), "<< /N 3 >>"));
    Handle intents = Handle::newArray();
    intents.appendItem(pdf.makeIndirectObject(intent));
    root.replaceKey("/OutputIntents", intents);
    Handle info = Handle::newDictionary();
    info.replaceKey("/Title", Handle::newUnicodeString(facts.title));
    info.replaceKey("/Subject", Handle::newUnicodeString(facts.description));
    info.replaceKey("/Creator", Handle::newUnicodeString(facts.creator));
    info.replaceKey("/Producer", Handle::newUnicodeString(facts.producer));
    info.replaceKey("/CreationDate", Handle::newString(pdfDate(facts.madeAt)));
    info.replaceKey("/ModDate", Handle::newString(pdfDate(facts.madeAt)));
    pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

constexpr mode_t kCopyMode = 0440; // as whatever else leaves a record

[[noreturn]] void throwUnwritten(const std::filesystem::path& file, int error,
                                 const std::string& why) {
    const bool full = error == ENOSPC || error == EDQUOT;
    throw Fault(full ? FaultKind::StorageFull : FaultKind::StorageFailed,
                file.string() + ": " + why, {{"file", file.string()}, {"reason", why}});
}

} // namespace

void writeViewingCopy(const std::filesystem::path& file, const ViewingCopy& copy,
                      const PixelsOf& pixelsOf) {
    if (copy.pages.empty()) {
        throw Fault(FaultKind::Usage, "a record without pages");
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(
        std::fopen(file.c_str(), "wbxe"), &std::fclose); // x: only where nothing is yet
    if (stream == nullptr) {
        throwUnwritten(file, errno, "cannot be opened");
    }
    try {
        QPDF pdf;
        pdf.emptyPDF();
        Shared shared{copy, pixelsOf, addFont(pdf)};
        for (const ViewingPage& page : copy.pages) {
            addPage(pdf, shared, page);
        }
        shared.font.replaceKey("/ToUnicode", addStream(pdf, shared.codes.toUnicodeMap(), "<< >>"));
        addFacts(pdf, copy);
        QPDFWriter writer(pdf, file.c_str(), stream.get(), false);
        writer.setMinimumPDFVersion(copy.pdfaPart == 1 ? "1.4" : "1.7");
        writer.setObjectStreamMode(qpdf_o_disable);
        writer.setCompressStreams(false);
        writer.setDecodeLevel(qpdf_dl_none);
        writer.setDeterministicID(true);
        writer.write();
    } catch (const QPDFSystemError& error) {
        throwUnwritten(file, error.getErrno(), error.what());
    } catch (const std::runtime_error& error) { // qpdf's
        if (dynamic_cast<const Fault*>(&error) != nullptr) {
            throw;
        }
        throwUnwritten(file, 0, error.what());
    }
    const int descriptor = ::fileno(stream.get());
    if (std::fflush(stream.get()) != 0 || ::fchmod(descriptor, kCopyMode) != 0 ||
        ::fsync(descriptor) != 0) {
        throwUnwritten(file, errno, "was not written to its end");
    }
}

} // namespace seihon::documents
