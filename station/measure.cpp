#include "imaging/measure.h"
#include "record/fault.h"
#include "station/station.h"

namespace seihon::station {

Station::MeasuredFile Station::measure(const std::filesystem::path& file,
                                       const std::string& documentClass) {
    if (!m_regulation->classes.contains(documentClass)) {
        throw record::Fault(record::FaultKind::Usage, "no document class \"" + documentClass + "\"");
    }
    capture::CapturedPage page = capture::decodeFile(worker(), file);
    record::Original original;
    original.documentClass = documentClass;
    MeasuredFile measured;
    measured.measurement = imaging::measurePage(page.image, page.facts);
    measured.verdict =
        regulation::judgePage(*m_regulation, original, page.facts, measured.measurement);
    measured.facts = std::move(page.facts);
    return measured;
}

} // namespace seihon::station
