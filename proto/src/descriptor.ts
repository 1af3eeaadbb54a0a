/** Every message, enum and service of the contracts with all names resolved: nothing reads .proto files at run time. */
export interface Descriptor {
  readonly messages: Readonly<Record<string, readonly FieldDescriptor[]>>;
  /** Numbers by name. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly services: Readonly<Record<string, Readonly<Record<string, MethodDescriptor>>>>;
}

export interface FieldDescriptor {
  readonly name: string;
  readonly id: number;
  /** A scalar type of protobuf, or the full name of a message or an enum. */
  readonly type: string;
  readonly repeated?: true;
  /** Type of the keys of a map. */
  readonly key?: string;
  /** The oneof that it belongs to; one of its own when the field is optional. */
  readonly oneof?: string;
}

export interface MethodDescriptor {
  readonly request: string;
  readonly response: string;
  readonly requestStream?: true;
  readonly responseStream?: true;
}
