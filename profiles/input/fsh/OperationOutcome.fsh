// What an issue of ours says beyond R4: where in the input it lies, and which rule of a specification it rests on.

Extension: InputPosition
Id: input-position
Title: "Position in the input"
Description: "Where in the document that was sent the issue lies."
Context: OperationOutcome.issue
* extension contains
    pointer 0..1 and
    line 0..1 and
    column 0..1 and
    map 0..1
* extension[pointer] ^short = "JSON pointer (RFC 6901) of the value, empty for the whole document"
* extension[pointer].value[x] 1..1
* extension[pointer].value[x] only string
* extension[line] ^short = "Line in the document, from 1"
* extension[line].value[x] 1..1
* extension[line].value[x] only integer
* extension[column] ^short = "Column in the line, from 1"
* extension[column].value[x] 1..1
* extension[column].value[x] only integer
* extension[map] ^short = "File and line of the map that wrote what the issue is about"
* extension[map].value[x] 1..1
* extension[map].value[x] only string

Extension: Specification
Id: specification
Title: "Specification"
Description: "The place in a specification that the issue rests on."
Context: OperationOutcome.issue
* value[x] 1..1
* value[x] only uri
