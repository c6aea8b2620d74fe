Profile: OriginProvenance
Parent: Provenance
Id: origin-provenance
Title: "Origin of a resource's elements"
Description: "Which fields of a case, and which line of a map, are behind each element of one resource. Made on request and never stored."
* target 1..1 MS
* recorded MS
* extension contains
    ElementOrigin named origin 1..* MS and
    MapVersion named mapVersion 0..1 MS
* agent 1..1 MS
* agent.type 1..1 MS
* agent.type = $ParticipantType#assembler
* entity 1..1 MS
* entity.role = #source

Extension: ElementOrigin
Id: element-origin
Title: "Origin of an element"
Description: "Where the value of one element comes from: fields of the document, a constant of the map, or a row of a ConceptMap."
Context: Provenance
* extension contains
    element 1..1 and
    from 0..* and
    because 0..* and
    constant 1..1 and
    map 0..1 and
    conceptMap 0..*
* extension[element] ^short = "FHIRPath of the element in the target"
* extension[element].value[x] 1..1
* extension[element].value[x] only string
* extension[from] ^short = "A field whose value it carries"
* extension[from].extension contains
    pointer 0..1 and
    line 0..1 and
    column 0..1
* extension[from].extension[pointer] ^short = "JSON pointer (RFC 6901); absent for the whole document"
* extension[from].extension[pointer].value[x] 1..1
* extension[from].extension[pointer].value[x] only string
* extension[from].extension[line] ^short = "Line in the document, from 1"
* extension[from].extension[line].value[x] 1..1
* extension[from].extension[line].value[x] only integer
* extension[from].extension[column] ^short = "Column in the line, from 1"
* extension[from].extension[column].value[x] 1..1
* extension[from].extension[column].value[x] only integer
* extension[because] ^short = "A field that decided that it is there"
* extension[because].extension contains
    pointer 0..1 and
    line 0..1 and
    column 0..1
* extension[because].extension[pointer] ^short = "JSON pointer (RFC 6901); absent for the whole document"
* extension[because].extension[pointer].value[x] 1..1
* extension[because].extension[pointer].value[x] only string
* extension[because].extension[line] ^short = "Line in the document, from 1"
* extension[because].extension[line].value[x] 1..1
* extension[because].extension[line].value[x] only integer
* extension[because].extension[column] ^short = "Column in the line, from 1"
* extension[because].extension[column].value[x] 1..1
* extension[because].extension[column].value[x] only integer
* extension[constant] ^short = "Whether no field's value is in it"
* extension[constant].value[x] 1..1
* extension[constant].value[x] only boolean
* extension[map] ^short = "File and line of the map, and the rule that stands there"
* extension[map].value[x] 1..1
* extension[map].value[x] only string
* extension[conceptMap] ^short = "A ConceptMap that the value went through, with the row as fragment"
* extension[conceptMap].value[x] 1..1
* extension[conceptMap].value[x] only uri
