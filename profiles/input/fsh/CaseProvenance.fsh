Profile: CaseProvenance
Parent: Provenance
Id: case-provenance
Title: "Provenance of a case version"
Description: "Who is answerable for one version of a case, what it was made from, and by which versions of map, profiles and terminology. Never retracted."
* target MS
* recorded MS
* reason MS
* extension contains
    CaseRevision named revision 0..1 MS and
    MapVersion named mapVersion 0..1 MS and
    ProfilesVersion named profilesVersion 0..1 MS and
    TerminologyVersion named terminologyVersion 0..1 MS
* agent ^slicing.discriminator.type = #pattern
* agent ^slicing.discriminator.path = "type"
* agent ^slicing.rules = #open
* agent contains
    assembler 1..1 MS and
    author 0..1 MS and
    custodian 0..1 MS
* agent.type 1..1 MS
* agent.who MS
* agent[assembler].type = $ParticipantType#assembler
* agent[author].type = $ParticipantType#author
* agent[author].who only Reference(Practitioner)
* agent[custodian].type = $ParticipantType#custodian
* agent[custodian].who only Reference(Organization)
* entity 1..1 MS
* entity.role = #source
* entity.what MS
* entity.what.identifier 1..1 MS
* entity.what.identifier.system 1..1 MS
* entity.what.identifier.value 1..1 MS

Extension: CaseRevision
Id: case-revision
Title: "Revision of the case"
Description: "Number of the revision of the case in its source; 1 is the first."
Context: Provenance
* value[x] 1..1
* value[x] only integer

Extension: MapVersion
Id: map-version
Title: "Version of the map"
Description: "Version of the map that made the resources."
Context: Provenance
* value[x] 1..1
* value[x] only string

Extension: ProfilesVersion
Id: profiles-version
Title: "Version of the profiles"
Description: "Version of the profiles that the resources were checked against."
Context: Provenance
* value[x] 1..1
* value[x] only string

Extension: TerminologyVersion
Id: terminology-version
Title: "Version of the terminology"
Description: "Version of the concept maps and code systems that the codes come from."
Context: Provenance
* value[x] 1..1
* value[x] only string
