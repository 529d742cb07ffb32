# Puts every file of web/pages and web/openapi.yaml into the program, so that one file installs.
# Generates `ocop::pages::embedded_files()`; see src/pages/files.hpp.
function(embed_web target)
    if(NOT TARGET ${target})
        return()
    endif()
    file(GLOB files CONFIGURE_DEPENDS
        ${CMAKE_SOURCE_DIR}/web/pages/* ${CMAKE_SOURCE_DIR}/web/openapi.yaml)
    set(out ${CMAKE_BINARY_DIR}/embedded_web.cpp)
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/web/embed_files.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/web/embed_files.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
