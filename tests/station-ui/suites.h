#pragma once

#include <QObject>

#include <array>

namespace seihon::station_ui {

QObject* makeAccessibilityTest();
QObject* makeClerkTest();
QObject* makeDesksTest();
QObject* makeReceptionTest();
QObject* makeTroubleTest();
QObject* makeViewerTest();

inline constexpr std::array kSuites = {&makeViewerTest,  &makeClerkTest,         &makeReceptionTest,
                                       &makeTroubleTest, &makeAccessibilityTest, &makeDesksTest};

} // namespace seihon::station_ui
