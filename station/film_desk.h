#pragma once

#include "record/film.h"
#include "station/station.h"

namespace seihon::station {

struct CalibrateRequest {
    std::string device; // empty: the station's default
    std::int64_t dpi = 300;
    std::filesystem::path certificate; // config/film-tablet-example.toml
    std::optional<std::int64_t> areaWidthMicrometres, areaHeightMicrometres;
};

struct CalibrateOutcome {
    std::string id;          // empty when the person may not calibrate devices
    record::Verdict verdict; // of authority, then of the scan
    record::DeviceIdentity device;
    std::filesystem::path file; // of the scan, kept
    record::FilmTablet tablet;
    record::FilmMeasurement measurement;
    std::optional<record::FilmCalibration> calibration; // when permitted
};

struct CalibrationRow {
    record::FilmCalibration calibration;
    bool newest = false; // of its device at its resolution
    std::optional<record::Instant> voidedAt;
    record::Verdict standing; // permitted: films scanned with it now can be sealed
};

// Devices that read films, and which way round a film lies [A1, A4]. The log alone says what is
// calibrated; there is no file beside it.
class FilmDesk {
  public:
    explicit FilmDesk(Station& station) : m_station(station) {}

    // Scans a step tablet, keeps the scan, measures and judges it. Faults: those of scanning,
    // ConfigInvalid (the certificate), TargetNotFound, JobBusy (somebody else does the same).
    CalibrateOutcome calibrate(const Session& session, const CalibrateRequest& request,
                               std::stop_token stop);
    // After a repair. Faults: NotFound when nothing of it is in force.
    record::Verdict voidCalibration(const Session& session, const std::string& device,
                                    const std::string& reason);
    // Of these; empty when there is none, or the newest one was voided.
    std::optional<record::FilmCalibration> calibrationOf(const std::string& device,
                                                         std::int64_t dpi);
    std::vector<CalibrationRow> list(record::Instant now); // newest first
    // Faults: Usage when the job is of no films.
    Outcome attestSide(const Session& session, const std::string& job, record::FilmSide answer,
                       const std::string& reason);
    void health(HealthLine& line);

  private:
    void scanTablet(const record::ScanProfile& profile, CalibrateOutcome& outcome,
                    record::Json& facts, std::stop_token stop);
    record::FilmCalibration calibrationFrom(const CalibrateOutcome& outcome, std::int64_t dpi,
                                            const record::Actor& actor, record::Instant at) const;

    Station& m_station;
};

} // namespace seihon::station
