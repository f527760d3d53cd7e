#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace seihon::record {

// What kind of trouble the world is in. A refusal by the regulation is a Verdict, never a Fault.
// Each kind has its sentences (what happened, what is safe, what to do) in record/sentences.cpp.
enum class FaultKind {
    Internal,
    Usage,
    NotFound,
    Malformed,
    ConfigInvalid,
    DeviceAbsent,
    DeviceBusy,
    DeviceDenied,
    DeviceFailed,
    DeviceHung,
    DeviceSettingsDiffer,
    FeederEmpty,
    PaperJam,
    CoverOpen,
    DoubleFeed,
    DoubleFeedAfterSheet, // of a sheet whose image is there
    PageIncomplete,
    ScanCancelled,
    WorkerDied,
    ScanRunLost,
    ImageUnreadable,
    TargetNotFound,
    StorageFull,
    StorageFailed,
    StorageDiffers,
    LedgerBusy,
    LedgerBroken,
    JobBusy,
    LoginRefused,
    TokenAbsent,
    TokenBusy,
    TokenHung,
    PinMissing,
    PinWrong,
    PinLastTry,
    PinLocked,
    PinExpired,
    TokenFailed,
    CertificateUnusable,
    TimestampUnavailable,
    TimestampRefused,
    RevocationUnavailable,
    ClockWrong,
    // people [F1]
    LoginLocked,
    // a page that was kept, before it is in a record
    CaptureAltered,
    // backups [F9]
    BackupFailed,
    BackupPasswordWrong,
};

std::string_view nameOf(FaultKind kind);

// The one exception. `what()` is the technical detail in English; `context` fills the placeholders
// of the kind's sentences ({sheet}, {file}, {device} …) and is shown to people. Never holds a PIN
// or patient data.
struct Fault : std::runtime_error {
    Fault(FaultKind faultKind, const std::string& detail,
          std::map<std::string, std::string> placeholders = {}, bool mayRetry = false)
        : std::runtime_error(detail), kind(faultKind), context(std::move(placeholders)),
          retryable(mayRetry) {}

    FaultKind kind;
    std::map<std::string, std::string> context;
    bool retryable;
};

} // namespace seihon::record
