-- Makes Word documents of the pages in the folders 1, 2, 3 … below the working folder; the first
-- argument says how many there are. A folder holds page.html, `epoch` (when the document says it was
-- made, in seconds) and a folder `pictures`. What was made is put into page.docx; what pandoc says
-- of a page that it cannot make, or warns of, into `said`. Nothing of a page is ever run, and while
-- a page is read no file is to be had.

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local function write(path, content)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(content))
end

local source = read("filter.lua")

-- The filter as if for one document alone: what it counts begins anew.
local function filter()
  local own = setmetatable({}, {__index = _G})
  assert(load(source, "@filter.lua", "t", own))()
  local found = {}
  for name, value in pairs(own) do
    found[name] = value
  end
  return found
end

local function converted(folder)
  pandoc.mediabag.empty()
  for _, name in ipairs(pandoc.system.list_directory(folder .. "/pictures")) do
    local kind = name:match("%.jpg$") and "image/jpeg" or "image/png"
    pandoc.mediabag.insert(name, kind, read(folder .. "/pictures/" .. name))
  end
  -- The last argument names the files that reading may see: none.
  local page = pandoc.read(read(folder .. "/page.html"), "html+east_asian_line_breaks", {}, {})
  page = pandoc.mediabag.fill(page:walk(filter()))
  local day = {SOURCE_DATE_EPOCH = read(folder .. "/epoch")}
  return pandoc.system.with_environment(day, function()
    -- No code is shown, so none of the thirty styles for it is needed.
    local options = {reference_doc = "reference.docx", highlight_method = "none"}
    return pandoc.write(page, "docx", options)
  end)
end

local function warnings(messages)
  local found = {}
  for _, message in ipairs(messages) do
    local told = pandoc.json.decode(pandoc.json.encode(message), false)
    if told.verbosity ~= "INFO" then
      found[#found + 1] = "[" .. told.verbosity .. "] " .. told.pretty .. "\n"
    end
  end
  return table.concat(found)
end

for number = 1, tonumber(arg[1]) do
  local folder = tostring(number)
  local messages, done, made = pandoc.log.silence(pcall, converted, folder)
  local said = warnings(messages)
  if not done then
    said = said .. tostring(made) .. "\n"
  end
  if said == "" then
    write(folder .. "/page.docx", made)
  else
    write(folder .. "/said", said)
  end
end
