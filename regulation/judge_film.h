#pragma once

#include "record/film.h"
#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

// Films [A4]: facts in, verdict out, as in regulation/judge.h.
namespace seihon::regulation {

// Is this original of a class of films? Its device is judged by a step tablet, not by the target
// sheet.
bool isFilm(const Regulation&, const record::Original&);

// Is one scan of a step tablet good enough? [A1, A4]
record::Verdict judgeFilmCalibration(const Regulation&, const record::FilmTablet&,
                                     const record::CaptureFacts&, const record::FilmMeasurement&,
                                     record::Instant now);

// Until when a device calibrated at this time counts as calibrated.
record::Instant filmCalibrationEnd(const Regulation&, record::Instant from);

// Is this calibration in force for this device at this resolution? Refuses FilmNotCalibrated,
// FilmCalibrationExpired.
record::Verdict judgeCalibrated(const Regulation&, const record::FilmCalibration*,
                                const record::DeviceIdentity&, std::int64_t dpi,
                                record::Instant now);

// May this profile be asked for a film? A missing calibration is only warned of: the film may be
// scanned for care, and cannot be sealed [B6].
record::Verdict judgeFilmProfile(const Regulation&, const record::Original&,
                                 const record::FilmCalibration*, const record::ScanProfile&,
                                 record::Instant now);

// What device, calibration and pixels of one film mean. Takes the place of judgeDevice.
record::Verdict judgeFilmPage(const Regulation&, const record::Original&,
                              const record::CaptureFacts&, const record::PageMeasurement&,
                              const record::FilmCalibration*, record::Instant now);

// What a person said of the film's side; part of judgeSubmission.
record::Verdict judgeFilmSide(const DocumentClass&, const record::ScanJob&);

} // namespace seihon::regulation
