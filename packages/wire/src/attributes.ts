import * as key from './keys.ts'

export type AttributeType = 'string' | 'string[]' | 'int' | 'double' | 'boolean'
export type AttributeUnit = 'ms' | 'us' | 'bytes' | 'count' | 'ratio' | 'none'
/** Where an attribute is written. */
export type AttributePlace = 'resource' | 'root' | 'finding' | 'module'

export interface AttributeDefinition {
  readonly key: string
  readonly type: AttributeType
  readonly unit: AttributeUnit
  readonly on: readonly AttributePlace[]
  readonly about: string
}

const RESOURCE: readonly AttributePlace[] = ['resource']
const ROOT: readonly AttributePlace[] = ['root']
const FINDING: readonly AttributePlace[] = ['finding']
const MODULE: readonly AttributePlace[] = ['module']

function define(
  name: string,
  type: AttributeType,
  unit: AttributeUnit,
  on: readonly AttributePlace[],
  about: string,
): AttributeDefinition {
  return { key: name, type, unit, on, about }
}

/** Every attribute of the contract, once. The documentation table and the conformance tests are made from this list. */
export const ATTRIBUTES: readonly AttributeDefinition[] = [
  define(key.SCHEMA, 'int', 'none', RESOURCE, 'Version of this contract'),
  define(key.LAB, 'boolean', 'none', RESOURCE, 'true when the container belongs to the local lab'),
  define(key.CLOUD_PROVIDER, 'string', 'none', RESOURCE, 'Always aws'),
  define(key.CLOUD_PLATFORM, 'string', 'none', RESOURCE, 'Always aws_lambda'),
  define(key.CLOUD_REGION, 'string', 'none', RESOURCE, 'Region of the function'),
  define(key.CLOUD_ACCOUNT_ID, 'string', 'none', RESOURCE, 'Account of the function'),
  define(key.FAAS_NAME, 'string', 'none', RESOURCE, 'Name of the function'),
  define(key.FAAS_VERSION, 'string', 'none', RESOURCE, 'Version of the function, $LATEST included'),
  define(key.FAAS_INSTANCE, 'string', 'none', RESOURCE, 'Full log stream name'),
  define(key.FAAS_MAX_MEMORY, 'int', 'bytes', RESOURCE, 'Configured memory'),
  define(key.LOG_GROUP_NAMES, 'string[]', 'none', RESOURCE, 'Log group of the function'),
  define(key.LOG_STREAM_NAMES, 'string[]', 'none', RESOURCE, 'Log stream of the container'),
  define(key.SERVICE_NAME, 'string', 'none', RESOURCE, 'OTEL_SERVICE_NAME, else the function name'),
  define(key.SERVICE_INSTANCE_ID, 'string', 'none', RESOURCE, 'The container id'),
  define(key.TELEMETRY_SDK_NAME, 'string', 'none', RESOURCE, 'Name of the SDK'),
  define(key.TELEMETRY_SDK_LANGUAGE, 'string', 'none', RESOURCE, 'Language of the SDK'),
  define(key.TELEMETRY_SDK_VERSION, 'string', 'none', RESOURCE, 'Version of the SDK'),
  define(key.PROCESS_RUNTIME_NAME, 'string', 'none', RESOURCE, 'nodejs'),
  define(key.PROCESS_RUNTIME_VERSION, 'string', 'none', RESOURCE, 'Version of Node'),

  define(key.FAAS_INVOCATION_ID, 'string', 'none', ROOT, 'Request id'),
  define(
    key.FAAS_INVOCATION_ID_OLD,
    'string',
    'none',
    ROOT,
    'Request id, under its name before semconv 1.45',
  ),
  define(key.FAAS_EXECUTION, 'string', 'none', ROOT, 'Request id, oldest name: read, never written'),
  define(key.FAAS_COLDSTART, 'boolean', 'none', ROOT, 'true only when start is cold'),
  define(key.FAAS_TRIGGER, 'string', 'none', ROOT, 'datasource, http, pubsub, timer or other'),
  define(key.FAAS_TIME, 'string', 'none', ROOT, 'When a schedule was due'),
  define(key.FAAS_DOCUMENT_COLLECTION, 'string', 'none', ROOT, 'Bucket, table or database that changed'),
  define(
    key.FAAS_DOCUMENT_OPERATION,
    'string',
    'none',
    ROOT,
    'insert, edit or delete, of an event with one change',
  ),
  define(key.INVOKED_ARN, 'string', 'none', ROOT, 'ARN the caller used'),
  define(key.CLOUD_RESOURCE_ID, 'string', 'none', ROOT, 'ARN without the alias, version kept'),
  define(
    key.ERROR_TYPE,
    'string',
    'none',
    ROOT,
    'Name of the error class, _OTHER for no error, a 5xx status, durable_failed, or timeout',
  ),
  define(key.HTTP_REQUEST_METHOD, 'string', 'none', ROOT, 'Method of the HTTP trigger'),
  define(key.HTTP_ROUTE, 'string', 'none', ROOT, 'Route template of the HTTP trigger; never the path'),
  define(key.HTTP_RESPONSE_STATUS_CODE, 'int', 'none', ROOT, 'Status the handler gave'),
  define(key.MESSAGING_SYSTEM, 'string', 'none', ROOT, 'aws_sqs, aws.sns, kafka, ...'),
  define(key.MESSAGING_OPERATION_TYPE, 'string', 'none', ROOT, 'Always process'),
  define(key.MESSAGING_OPERATION_NAME, 'string', 'none', ROOT, 'Always process'),
  define(
    key.MESSAGING_DESTINATION_NAME,
    'string',
    'none',
    ROOT,
    'Queue, topic or stream the messages came from',
  ),
  define(key.MESSAGING_BATCH_MESSAGE_COUNT, 'int', 'count', ROOT, 'Messages in the batch'),

  define(key.TRIGGER_SOURCE, 'string', 'none', ROOT, 'What called: sqs, function_url, ..., direct'),
  define(
    key.TRIGGER_LINKS_LEFT_OUT,
    'int',
    'count',
    ROOT,
    'Messages of the batch whose context is in no link: more than 128 had one',
  ),
  define(key.BATCH_FAILURES, 'int', 'count', ROOT, 'Messages of the batch that the handler gave back'),
  define(key.DURABLE_FIRST, 'boolean', 'none', ROOT, 'true for the first invocation of a durable execution'),
  define(key.DURABLE_OPERATIONS, 'int', 'count', ROOT, 'Operations of the durable execution so far'),
  define(key.CONTAINER_ID, 'string', 'none', ROOT, 'Full log stream name, else a UUID kept in /tmp'),
  define(key.CONTAINER_INVOCATION, 'int', 'count', ROOT, '1-based; left out under Managed Instances'),
  define(key.CONTAINER_AGE_MS, 'double', 'ms', ROOT, 'Since the first process of the container started'),
  define(key.CONTAINER_IDLE_MS, 'double', 'ms', ROOT, 'Since the last invocation ended, by wall time'),
  define(key.CONTAINER_THREAD, 'int', 'none', ROOT, 'Worker thread under Managed Instances, else 0'),
  define(key.PROCESS_ID, 'string', 'none', [...RESOURCE, ...ROOT], 'UUID of the Node process'),
  define(key.PROCESS_INVOCATION, 'int', 'count', ROOT, '1-based'),
  define(key.START, 'string', 'none', ROOT, 'cold, proactive, provisioned, restored, reinit or warm'),
  define(key.INIT_TYPE, 'string', 'none', ROOT, 'AWS_LAMBDA_INITIALIZATION_TYPE as it stands'),
  define(
    key.INIT_PHASE,
    'string',
    'none',
    ROOT,
    'init, invoke (suppressed: inside an invocation) or snap-start',
  ),
  define(key.INIT_DURATION_MS, 'double', 'ms', ROOT, 'Process start to the first turn after load'),
  define(key.INIT_SOURCE, 'string', 'none', ROOT, 'sdk, report or telemetry'),
  define(key.INIT_TO_FIRST_INVOCATION_MS, 'double', 'ms', ROOT, 'Init end to the first invocation'),
  define(key.CODE_FINGERPRINT, 'string', 'none', ROOT, "From path, size and mtime of the handler's files"),
  define(key.CONFIG_FINGERPRINT, 'string', 'none', ROOT, 'Environment and settings, a digest cut to 20 bits'),
  define(key.TENANT_ID, 'string', 'none', ROOT, 'Tenant, hashed unless the user asks for it raw'),
  define(key.MEMORY_HEAP_USED, 'int', 'bytes', ROOT, 'Heap in use at the end'),
  define(key.MEMORY_RSS, 'int', 'bytes', ROOT, 'Resident set at the end'),
  define(key.TMP_BYTES, 'int', 'bytes', ROOT, 'Bytes in /tmp'),
  define(key.FDS, 'int', 'count', ROOT, 'Open file descriptors'),
  define(
    key.SDK_OVERHEAD_US,
    'double',
    'us',
    ROOT,
    'Time the SDK took of this invocation, its flush left out',
  ),
  define(key.SDK_LOOK_US, 'double', 'us', ROOT, 'What a look for leaked state took, where there was one'),
  define(key.SDK_DROPPED_SPANS, 'int', 'count', ROOT, 'Spans dropped so far in this process'),
  define(key.FLUSH_MODE, 'string', 'none', ROOT, 'log, otlp or extension'),
  define(key.FLUSH_OUTCOME, 'string', 'none', ROOT, 'Outcome of the flush before this one'),
  define(key.FLUSH_DURATION_US, 'double', 'us', ROOT, 'Time the flush before this one took'),

  define(key.FINDING_KEY, 'string', 'none', FINDING, 'Stable over containers, processes and versions'),
  define(key.FINDING_KIND, 'string', 'none', FINDING, 'What kind of state was seen'),
  define(key.FINDING_CLASS, 'string', 'none', FINDING, 'What it means'),
  define(key.FINDING_SEVERITY, 'string', 'none', FINDING, 'info to critical'),
  define(key.FINDING_NAME, 'string', 'none', FINDING, 'Name of the variable or operation'),
  define(key.FINDING_LOCATION, 'string', 'none', FINDING, 'file:line, relative to the task root'),
  define(key.FINDING_CONFIDENCE, 'double', 'ratio', FINDING, '0 to 1'),
  define(key.FINDING_SIZE_FIRST, 'int', 'count', FINDING, 'Entries, or timers, when first sampled'),
  define(key.FINDING_SIZE, 'int', 'count', FINDING, 'Entries, or timers, now'),
  define(key.FINDING_INVOCATIONS, 'int', 'count', FINDING, 'Invocations of this process over which it grew'),

  define(key.MODULE_NAME, 'string', 'none', MODULE, 'File, relative to the task root, or a module of Node'),
  define(
    key.MODULE_PACKAGE,
    'string',
    'none',
    MODULE,
    "Package it was installed with; none for the function's own",
  ),
  define(key.MODULE_SELF_MS, 'double', 'ms', MODULE, 'Time to load it, without what it loaded in turn'),
  define(key.MODULE_BYTES, 'int', 'bytes', MODULE, 'Size of the file'),
]
