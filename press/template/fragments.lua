-- A pandoc reader. Input: a JSON list of {kind, text}. Output: one Div for each, in order.
-- Every text is read on its own, so that nothing in one (an open fence, a stray ":::") can
-- reach the next. HTML and TeX in a text stay what they are, characters: only the press writes
-- markup. A text of kind "inlines" is one line: the mark in front keeps "1990." from being a list.

local dialect = "markdown-raw_html-raw_attribute-raw_tex-latex_macros-native_divs-native_spans"
  .. "-tex_math_dollars-implicit_figures-yaml_metadata_block"
local mark = utf8.char(0xE000) .. " "

local function read(kind, text)
  if kind == "blocks" then
    return pandoc.read(text, dialect).blocks
  end
  local first = pandoc.read(mark .. text:gsub("%s+", " "), dialect).blocks[1]
  local inlines = first and first.content or pandoc.Inlines {}
  inlines:remove(1)
  if inlines[1] then inlines:remove(1) end
  return { pandoc.Plain(inlines) }
end

function Reader(input)
  local divs = {}
  for _, fragment in ipairs(pandoc.json.decode(tostring(input), false)) do
    divs[#divs + 1] = pandoc.Div(read(fragment[1], fragment[2]))
  end
  return pandoc.Pandoc(divs)
end
