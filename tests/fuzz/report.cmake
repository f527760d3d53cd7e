seihon_fuzz(clean-text SOURCES ${CMAKE_CURRENT_LIST_DIR}/clean_text.cpp USES report)
