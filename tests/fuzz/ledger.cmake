seihon_fuzz(ledger-line SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/ledger_line.cpp USES ledger record)
