seihon_fuzz(config SOURCES ${CMAKE_CURRENT_LIST_DIR}/config.cpp USES config)
seihon_fuzz(project-plan SOURCES ${CMAKE_CURRENT_LIST_DIR}/project_plan.cpp USES config)
seihon_fuzz(box-index SOURCES ${CMAKE_CURRENT_LIST_DIR}/box_index.cpp USES config)
seihon_fuzz(film-tablet SOURCES ${CMAKE_CURRENT_LIST_DIR}/film_tablet.cpp USES config)
