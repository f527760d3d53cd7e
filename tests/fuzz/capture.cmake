seihon_fuzz(capture-frames SOURCES ${CMAKE_CURRENT_LIST_DIR}/capture_frames.cpp USES capture record)
seihon_fuzz(capture-decode SOURCES ${CMAKE_CURRENT_LIST_DIR}/capture_decode.cpp USES capture-decode)
seihon_fuzz(capture-rows SOURCES ${CMAKE_CURRENT_LIST_DIR}/capture_rows.cpp USES capture record)
