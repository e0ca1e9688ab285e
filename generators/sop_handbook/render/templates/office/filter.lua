-- Turns <span class="tick"> into a box that Word users can tick: a content control with a number
-- of its own. It reads back as U+2610.
local CONTROL = [[<w:sdt xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>]]
  .. [[<w:alias w:val="勾选"/><w:tag w:val="tick-%d"/><w:id w:val="%d"/>]]
  .. [[<w14:checkbox><w14:checked w14:val="0"/>]]
  .. [[<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>]]
  .. [[<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>]]
  .. [[<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"]]
  .. [[ w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>]]
local FIRST = 70000
local count = 0

function Span(span)
  if span.classes:includes("tick") then
    count = count + 1
    return pandoc.RawInline("openxml", CONTROL:format(count, FIRST + count))
  end
end

-- A command is one paragraph whose lines end where they were ended; its blanks stay.
function CodeBlock(block)
  local content = pandoc.Inlines({})
  for line in (block.text .. "\n"):gmatch("(.-)\n") do
    if #content > 0 then
      content:insert(pandoc.LineBreak())
    end
    content:insert(pandoc.Str(line))
  end
  return pandoc.Div({pandoc.Para(content)}, {["custom-style"] = "SOP Command"})
end

-- Our flow charts and pictures, and nothing else: should a text ever break out of its escape, it fetches nothing.
function Image(image)
  if not (image.src:match("^flow%-%d+%.png$") or image.src:match("^seen%-%x+%-%d+%.%l+$")) then
    return {}
  end
end

function Link(link)
  if link.target:sub(1, 1) ~= "#" and not link.target:match("^https://") then
    return link.content
  end
end
