#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the first run.
enum class FirstWord {
    Title,
    Kind,
    KindLead,
    KindReal,
    KindRealLead,
    KindDemo,
    KindDemoLead,
    House,
    HouseLead,
    Hospital,
    Archive,
    ClosedDays,
    Scanner,
    ScannerLead,
    Driver,
    FindScanners,
    Device,
    Later,
    NoScanner,
    Admin,
    AdminLead,
    CardModule,
    ReadCards,
    Card,
    AdminUser,
    AdminName,
    NoCardRead,
    Trust,
    TrustLead,
    TrustFolder,
    TimestampUrl,
    Keep,
    KeepLead,
    BackupRepository,
    BackupPassword,
    Replica,
    Summary,
    SummaryLead,
    NotHere,
    Commands,
    NoAdministrator,
    Left,
    Next,
    Back,
    Make,
    Making,
    FieldFault,
    ArchiveFault,
    ClosedDaysFault,
    CardModuleFault,
    AdministratorFault,
    TrustFolderFault,
    TimestampUrlFault,
    BackupRepositoryFault,
    BackupPasswordFault,
    ReplicaFault,
};

QString word(FirstWord which, record::Language language);
bool everyFirstWordHasItsTexts();

} // namespace seihon::station_ui
