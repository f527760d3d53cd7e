#include "dicom/modules.h"

#include "record/fault.h"

#include <cmath>

namespace seihon::dicom {

namespace {

using record::Fault;
using record::FaultKind;

struct Line {
    std::int64_t slopeMillionths = 0, interceptMillionths = 0;
};

// A line that says each value's density to better than a thousandth; none when one is off.
std::optional<Line> lineThrough(const std::vector<std::uint16_t>& od) {
    const auto last = static_cast<std::int64_t>(od.size()) - 1;
    const std::int64_t rise = (std::int64_t{od.back()} - od.front()) * 1'000'000;
    const Line line{std::llround(static_cast<double>(rise) / static_cast<double>(last)),
                    std::int64_t{od.front()} * 1'000'000};
    for (std::int64_t i = 0; i <= last; ++i) {
        const std::int64_t said = line.slopeMillionths * i + line.interceptMillionths;
        const std::int64_t meant = std::int64_t{od[static_cast<std::size_t>(i)]} * 1'000'000;
        if (std::abs(said - meant) > 750'000) {
            return std::nullopt;
        }
    }
    return line;
}

} // namespace

void putFilmScale(Elements& out, const FilmScale& film, int bitsStored) {
    const std::vector<std::uint16_t>& od = film.odThousandths;
    if (bitsStored < 8 || bitsStored > 16 || od.size() != std::size_t{1} << bitsStored) {
        throw Fault(FaultKind::Usage, "a film scale has one density for each stored value");
    }
    if (const auto line = lineThrough(od)) {
        out.put(DCM_RescaleIntercept, decimalOfMillionths(line->interceptMillionths));
        out.put(DCM_RescaleSlope, decimalOfMillionths(line->slopeMillionths));
        out.put(DCM_RescaleType, "OD"); // C.11.1.1.2: 2140 is OD 2.140
        return;
    }
    Elements lut = out.inside(DCM_ModalityLUTSequence);
    // C.11.1.1: number of entries (0 is 65536), first value mapped, bits of an entry: 8 or 16. Of a
    // table that ends below 32768 dciodvfy says that it has fewer bits than 16, and of the true
    // number that it is not 8 or 16: the standard's words win.
    const Uint16 descriptor[] = {static_cast<Uint16>(od.size() & 0xffff), 0, 16};
    requireGood(
        lut.item().putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3),
        "LUTDescriptor");
    lut.put(DCM_ModalityLUTType, "OD");
    // OW: an element of VR US with 65536 entries would be longer than explicit VR allows.
    requireGood(lut.item().putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_OW), od.data(),
                                                   static_cast<unsigned long>(od.size())),
                "LUTData");
}

} // namespace seihon::dicom
