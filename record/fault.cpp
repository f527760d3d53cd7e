#include "record/fault.h"

#include "record/enum_names.h"

namespace seihon::record {

template <>
struct EnumNames<FaultKind> {
    static constexpr std::array table = std::to_array<std::pair<FaultKind, std::string_view>>({
        {FaultKind::Internal, "Internal"},
        {FaultKind::Usage, "Usage"},
        {FaultKind::NotFound, "NotFound"},
        {FaultKind::Malformed, "Malformed"},
        {FaultKind::ConfigInvalid, "ConfigInvalid"},
        {FaultKind::DeviceAbsent, "DeviceAbsent"},
        {FaultKind::DeviceBusy, "DeviceBusy"},
        {FaultKind::DeviceDenied, "DeviceDenied"},
        {FaultKind::DeviceFailed, "DeviceFailed"},
        {FaultKind::DeviceHung, "DeviceHung"},
        {FaultKind::DeviceSettingsDiffer, "DeviceSettingsDiffer"},
        {FaultKind::FeederEmpty, "FeederEmpty"},
        {FaultKind::PaperJam, "PaperJam"},
        {FaultKind::CoverOpen, "CoverOpen"},
        {FaultKind::DoubleFeed, "DoubleFeed"},
        {FaultKind::DoubleFeedAfterSheet, "DoubleFeedAfterSheet"},
        {FaultKind::PageIncomplete, "PageIncomplete"},
        {FaultKind::ScanCancelled, "ScanCancelled"},
        {FaultKind::WorkerDied, "WorkerDied"},
        {FaultKind::ScanRunLost, "ScanRunLost"},
        {FaultKind::ImageUnreadable, "ImageUnreadable"},
        {FaultKind::TargetNotFound, "TargetNotFound"},
        {FaultKind::StorageFull, "StorageFull"},
        {FaultKind::StorageFailed, "StorageFailed"},
        {FaultKind::StorageDiffers, "StorageDiffers"},
        {FaultKind::LedgerBusy, "LedgerBusy"},
        {FaultKind::LedgerBroken, "LedgerBroken"},
        {FaultKind::JobBusy, "JobBusy"},
        {FaultKind::LoginRefused, "LoginRefused"},
        {FaultKind::TokenAbsent, "TokenAbsent"},
        {FaultKind::TokenBusy, "TokenBusy"},
        {FaultKind::TokenHung, "TokenHung"},
        {FaultKind::PinMissing, "PinMissing"},
        {FaultKind::PinWrong, "PinWrong"},
        {FaultKind::PinLastTry, "PinLastTry"},
        {FaultKind::PinLocked, "PinLocked"},
        {FaultKind::PinExpired, "PinExpired"},
        {FaultKind::TokenFailed, "TokenFailed"},
        {FaultKind::CertificateUnusable, "CertificateUnusable"},
        {FaultKind::TimestampUnavailable, "TimestampUnavailable"},
        {FaultKind::TimestampRefused, "TimestampRefused"},
        {FaultKind::RevocationUnavailable, "RevocationUnavailable"},
        {FaultKind::ClockWrong, "ClockWrong"},
        {FaultKind::LoginLocked, "LoginLocked"},
        {FaultKind::CaptureAltered, "CaptureAltered"},
        {FaultKind::BackupFailed, "BackupFailed"},
        {FaultKind::BackupPasswordWrong, "BackupPasswordWrong"},
    });
};

std::string_view nameOf(FaultKind kind) {
    return enumName(kind);
}

} // namespace seihon::record
