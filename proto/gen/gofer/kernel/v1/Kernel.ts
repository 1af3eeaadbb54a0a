// Original file: gofer/kernel/v1/kernel.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AttachTaskRunRequestInput as _gofer_kernel_v1_AttachTaskRunRequestInput, AttachTaskRunRequest as _gofer_kernel_v1_AttachTaskRunRequest } from '../../../gofer/kernel/v1/AttachTaskRunRequest.js';
import type { AttachTaskRunResponseInput as _gofer_kernel_v1_AttachTaskRunResponseInput, AttachTaskRunResponse as _gofer_kernel_v1_AttachTaskRunResponse } from '../../../gofer/kernel/v1/AttachTaskRunResponse.js';
import type { AuditSchedulesRequestInput as _gofer_kernel_v1_AuditSchedulesRequestInput, AuditSchedulesRequest as _gofer_kernel_v1_AuditSchedulesRequest } from '../../../gofer/kernel/v1/AuditSchedulesRequest.js';
import type { AuditSchedulesResponseInput as _gofer_kernel_v1_AuditSchedulesResponseInput, AuditSchedulesResponse as _gofer_kernel_v1_AuditSchedulesResponse } from '../../../gofer/kernel/v1/AuditSchedulesResponse.js';
import type { BootstrapTokenRequestInput as _gofer_kernel_v1_BootstrapTokenRequestInput, BootstrapTokenRequest as _gofer_kernel_v1_BootstrapTokenRequest } from '../../../gofer/kernel/v1/BootstrapTokenRequest.js';
import type { BootstrapTokenResponseInput as _gofer_kernel_v1_BootstrapTokenResponseInput, BootstrapTokenResponse as _gofer_kernel_v1_BootstrapTokenResponse } from '../../../gofer/kernel/v1/BootstrapTokenResponse.js';
import type { CancelAllRunsRequestInput as _gofer_kernel_v1_CancelAllRunsRequestInput, CancelAllRunsRequest as _gofer_kernel_v1_CancelAllRunsRequest } from '../../../gofer/kernel/v1/CancelAllRunsRequest.js';
import type { CancelAllRunsResponseInput as _gofer_kernel_v1_CancelAllRunsResponseInput, CancelAllRunsResponse as _gofer_kernel_v1_CancelAllRunsResponse } from '../../../gofer/kernel/v1/CancelAllRunsResponse.js';
import type { CancelRunRequestInput as _gofer_kernel_v1_CancelRunRequestInput, CancelRunRequest as _gofer_kernel_v1_CancelRunRequest } from '../../../gofer/kernel/v1/CancelRunRequest.js';
import type { CancelRunResponseInput as _gofer_kernel_v1_CancelRunResponseInput, CancelRunResponse as _gofer_kernel_v1_CancelRunResponse } from '../../../gofer/kernel/v1/CancelRunResponse.js';
import type { CancelTaskRunRequestInput as _gofer_kernel_v1_CancelTaskRunRequestInput, CancelTaskRunRequest as _gofer_kernel_v1_CancelTaskRunRequest } from '../../../gofer/kernel/v1/CancelTaskRunRequest.js';
import type { CancelTaskRunResponseInput as _gofer_kernel_v1_CancelTaskRunResponseInput, CancelTaskRunResponse as _gofer_kernel_v1_CancelTaskRunResponse } from '../../../gofer/kernel/v1/CancelTaskRunResponse.js';
import type { CheckPluginConfigRequestInput as _gofer_kernel_v1_CheckPluginConfigRequestInput, CheckPluginConfigRequest as _gofer_kernel_v1_CheckPluginConfigRequest } from '../../../gofer/kernel/v1/CheckPluginConfigRequest.js';
import type { CheckPluginConfigResponseInput as _gofer_kernel_v1_CheckPluginConfigResponseInput, CheckPluginConfigResponse as _gofer_kernel_v1_CheckPluginConfigResponse } from '../../../gofer/kernel/v1/CheckPluginConfigResponse.js';
import type { CreateNamespaceRequestInput as _gofer_kernel_v1_CreateNamespaceRequestInput, CreateNamespaceRequest as _gofer_kernel_v1_CreateNamespaceRequest } from '../../../gofer/kernel/v1/CreateNamespaceRequest.js';
import type { CreateNamespaceResponseInput as _gofer_kernel_v1_CreateNamespaceResponseInput, CreateNamespaceResponse as _gofer_kernel_v1_CreateNamespaceResponse } from '../../../gofer/kernel/v1/CreateNamespaceResponse.js';
import type { CreatePipelineRequestInput as _gofer_kernel_v1_CreatePipelineRequestInput, CreatePipelineRequest as _gofer_kernel_v1_CreatePipelineRequest } from '../../../gofer/kernel/v1/CreatePipelineRequest.js';
import type { CreatePipelineResponseInput as _gofer_kernel_v1_CreatePipelineResponseInput, CreatePipelineResponse as _gofer_kernel_v1_CreatePipelineResponse } from '../../../gofer/kernel/v1/CreatePipelineResponse.js';
import type { CreateTokenRequestInput as _gofer_kernel_v1_CreateTokenRequestInput, CreateTokenRequest as _gofer_kernel_v1_CreateTokenRequest } from '../../../gofer/kernel/v1/CreateTokenRequest.js';
import type { CreateTokenResponseInput as _gofer_kernel_v1_CreateTokenResponseInput, CreateTokenResponse as _gofer_kernel_v1_CreateTokenResponse } from '../../../gofer/kernel/v1/CreateTokenResponse.js';
import type { DeleteGlobalSecretRequestInput as _gofer_kernel_v1_DeleteGlobalSecretRequestInput, DeleteGlobalSecretRequest as _gofer_kernel_v1_DeleteGlobalSecretRequest } from '../../../gofer/kernel/v1/DeleteGlobalSecretRequest.js';
import type { DeleteGlobalSecretResponseInput as _gofer_kernel_v1_DeleteGlobalSecretResponseInput, DeleteGlobalSecretResponse as _gofer_kernel_v1_DeleteGlobalSecretResponse } from '../../../gofer/kernel/v1/DeleteGlobalSecretResponse.js';
import type { DeleteNamespaceRequestInput as _gofer_kernel_v1_DeleteNamespaceRequestInput, DeleteNamespaceRequest as _gofer_kernel_v1_DeleteNamespaceRequest } from '../../../gofer/kernel/v1/DeleteNamespaceRequest.js';
import type { DeleteNamespaceResponseInput as _gofer_kernel_v1_DeleteNamespaceResponseInput, DeleteNamespaceResponse as _gofer_kernel_v1_DeleteNamespaceResponse } from '../../../gofer/kernel/v1/DeleteNamespaceResponse.js';
import type { DeletePipelineObjectRequestInput as _gofer_kernel_v1_DeletePipelineObjectRequestInput, DeletePipelineObjectRequest as _gofer_kernel_v1_DeletePipelineObjectRequest } from '../../../gofer/kernel/v1/DeletePipelineObjectRequest.js';
import type { DeletePipelineObjectResponseInput as _gofer_kernel_v1_DeletePipelineObjectResponseInput, DeletePipelineObjectResponse as _gofer_kernel_v1_DeletePipelineObjectResponse } from '../../../gofer/kernel/v1/DeletePipelineObjectResponse.js';
import type { DeletePipelineRequestInput as _gofer_kernel_v1_DeletePipelineRequestInput, DeletePipelineRequest as _gofer_kernel_v1_DeletePipelineRequest } from '../../../gofer/kernel/v1/DeletePipelineRequest.js';
import type { DeletePipelineResponseInput as _gofer_kernel_v1_DeletePipelineResponseInput, DeletePipelineResponse as _gofer_kernel_v1_DeletePipelineResponse } from '../../../gofer/kernel/v1/DeletePipelineResponse.js';
import type { DeletePipelineSecretRequestInput as _gofer_kernel_v1_DeletePipelineSecretRequestInput, DeletePipelineSecretRequest as _gofer_kernel_v1_DeletePipelineSecretRequest } from '../../../gofer/kernel/v1/DeletePipelineSecretRequest.js';
import type { DeletePipelineSecretResponseInput as _gofer_kernel_v1_DeletePipelineSecretResponseInput, DeletePipelineSecretResponse as _gofer_kernel_v1_DeletePipelineSecretResponse } from '../../../gofer/kernel/v1/DeletePipelineSecretResponse.js';
import type { DeleteRunLogsRequestInput as _gofer_kernel_v1_DeleteRunLogsRequestInput, DeleteRunLogsRequest as _gofer_kernel_v1_DeleteRunLogsRequest } from '../../../gofer/kernel/v1/DeleteRunLogsRequest.js';
import type { DeleteRunLogsResponseInput as _gofer_kernel_v1_DeleteRunLogsResponseInput, DeleteRunLogsResponse as _gofer_kernel_v1_DeleteRunLogsResponse } from '../../../gofer/kernel/v1/DeleteRunLogsResponse.js';
import type { DeleteRunObjectRequestInput as _gofer_kernel_v1_DeleteRunObjectRequestInput, DeleteRunObjectRequest as _gofer_kernel_v1_DeleteRunObjectRequest } from '../../../gofer/kernel/v1/DeleteRunObjectRequest.js';
import type { DeleteRunObjectResponseInput as _gofer_kernel_v1_DeleteRunObjectResponseInput, DeleteRunObjectResponse as _gofer_kernel_v1_DeleteRunObjectResponse } from '../../../gofer/kernel/v1/DeleteRunObjectResponse.js';
import type { DeleteTokenRequestInput as _gofer_kernel_v1_DeleteTokenRequestInput, DeleteTokenRequest as _gofer_kernel_v1_DeleteTokenRequest } from '../../../gofer/kernel/v1/DeleteTokenRequest.js';
import type { DeleteTokenResponseInput as _gofer_kernel_v1_DeleteTokenResponseInput, DeleteTokenResponse as _gofer_kernel_v1_DeleteTokenResponse } from '../../../gofer/kernel/v1/DeleteTokenResponse.js';
import type { DisablePipelineRequestInput as _gofer_kernel_v1_DisablePipelineRequestInput, DisablePipelineRequest as _gofer_kernel_v1_DisablePipelineRequest } from '../../../gofer/kernel/v1/DisablePipelineRequest.js';
import type { DisablePipelineResponseInput as _gofer_kernel_v1_DisablePipelineResponseInput, DisablePipelineResponse as _gofer_kernel_v1_DisablePipelineResponse } from '../../../gofer/kernel/v1/DisablePipelineResponse.js';
import type { DisablePluginRequestInput as _gofer_kernel_v1_DisablePluginRequestInput, DisablePluginRequest as _gofer_kernel_v1_DisablePluginRequest } from '../../../gofer/kernel/v1/DisablePluginRequest.js';
import type { DisablePluginResponseInput as _gofer_kernel_v1_DisablePluginResponseInput, DisablePluginResponse as _gofer_kernel_v1_DisablePluginResponse } from '../../../gofer/kernel/v1/DisablePluginResponse.js';
import type { DisableTokenRequestInput as _gofer_kernel_v1_DisableTokenRequestInput, DisableTokenRequest as _gofer_kernel_v1_DisableTokenRequest } from '../../../gofer/kernel/v1/DisableTokenRequest.js';
import type { DisableTokenResponseInput as _gofer_kernel_v1_DisableTokenResponseInput, DisableTokenResponse as _gofer_kernel_v1_DisableTokenResponse } from '../../../gofer/kernel/v1/DisableTokenResponse.js';
import type { EnablePipelineRequestInput as _gofer_kernel_v1_EnablePipelineRequestInput, EnablePipelineRequest as _gofer_kernel_v1_EnablePipelineRequest } from '../../../gofer/kernel/v1/EnablePipelineRequest.js';
import type { EnablePipelineResponseInput as _gofer_kernel_v1_EnablePipelineResponseInput, EnablePipelineResponse as _gofer_kernel_v1_EnablePipelineResponse } from '../../../gofer/kernel/v1/EnablePipelineResponse.js';
import type { EnablePluginRequestInput as _gofer_kernel_v1_EnablePluginRequestInput, EnablePluginRequest as _gofer_kernel_v1_EnablePluginRequest } from '../../../gofer/kernel/v1/EnablePluginRequest.js';
import type { EnablePluginResponseInput as _gofer_kernel_v1_EnablePluginResponseInput, EnablePluginResponse as _gofer_kernel_v1_EnablePluginResponse } from '../../../gofer/kernel/v1/EnablePluginResponse.js';
import type { EnableTokenRequestInput as _gofer_kernel_v1_EnableTokenRequestInput, EnableTokenRequest as _gofer_kernel_v1_EnableTokenRequest } from '../../../gofer/kernel/v1/EnableTokenRequest.js';
import type { EnableTokenResponseInput as _gofer_kernel_v1_EnableTokenResponseInput, EnableTokenResponse as _gofer_kernel_v1_EnableTokenResponse } from '../../../gofer/kernel/v1/EnableTokenResponse.js';
import type { FetchPluginRequestInput as _gofer_kernel_v1_FetchPluginRequestInput, FetchPluginRequest as _gofer_kernel_v1_FetchPluginRequest } from '../../../gofer/kernel/v1/FetchPluginRequest.js';
import type { FetchPluginResponseInput as _gofer_kernel_v1_FetchPluginResponseInput, FetchPluginResponse as _gofer_kernel_v1_FetchPluginResponse } from '../../../gofer/kernel/v1/FetchPluginResponse.js';
import type { GetCommonTaskRequestInput as _gofer_kernel_v1_GetCommonTaskRequestInput, GetCommonTaskRequest as _gofer_kernel_v1_GetCommonTaskRequest } from '../../../gofer/kernel/v1/GetCommonTaskRequest.js';
import type { GetCommonTaskResponseInput as _gofer_kernel_v1_GetCommonTaskResponseInput, GetCommonTaskResponse as _gofer_kernel_v1_GetCommonTaskResponse } from '../../../gofer/kernel/v1/GetCommonTaskResponse.js';
import type { GetEventRequestInput as _gofer_kernel_v1_GetEventRequestInput, GetEventRequest as _gofer_kernel_v1_GetEventRequest } from '../../../gofer/kernel/v1/GetEventRequest.js';
import type { GetEventResponseInput as _gofer_kernel_v1_GetEventResponseInput, GetEventResponse as _gofer_kernel_v1_GetEventResponse } from '../../../gofer/kernel/v1/GetEventResponse.js';
import type { GetGlobalSecretRequestInput as _gofer_kernel_v1_GetGlobalSecretRequestInput, GetGlobalSecretRequest as _gofer_kernel_v1_GetGlobalSecretRequest } from '../../../gofer/kernel/v1/GetGlobalSecretRequest.js';
import type { GetGlobalSecretResponseInput as _gofer_kernel_v1_GetGlobalSecretResponseInput, GetGlobalSecretResponse as _gofer_kernel_v1_GetGlobalSecretResponse } from '../../../gofer/kernel/v1/GetGlobalSecretResponse.js';
import type { GetNamespaceRequestInput as _gofer_kernel_v1_GetNamespaceRequestInput, GetNamespaceRequest as _gofer_kernel_v1_GetNamespaceRequest } from '../../../gofer/kernel/v1/GetNamespaceRequest.js';
import type { GetNamespaceResponseInput as _gofer_kernel_v1_GetNamespaceResponseInput, GetNamespaceResponse as _gofer_kernel_v1_GetNamespaceResponse } from '../../../gofer/kernel/v1/GetNamespaceResponse.js';
import type { GetPipelineObjectRequestInput as _gofer_kernel_v1_GetPipelineObjectRequestInput, GetPipelineObjectRequest as _gofer_kernel_v1_GetPipelineObjectRequest } from '../../../gofer/kernel/v1/GetPipelineObjectRequest.js';
import type { GetPipelineObjectResponseInput as _gofer_kernel_v1_GetPipelineObjectResponseInput, GetPipelineObjectResponse as _gofer_kernel_v1_GetPipelineObjectResponse } from '../../../gofer/kernel/v1/GetPipelineObjectResponse.js';
import type { GetPipelineRequestInput as _gofer_kernel_v1_GetPipelineRequestInput, GetPipelineRequest as _gofer_kernel_v1_GetPipelineRequest } from '../../../gofer/kernel/v1/GetPipelineRequest.js';
import type { GetPipelineResponseInput as _gofer_kernel_v1_GetPipelineResponseInput, GetPipelineResponse as _gofer_kernel_v1_GetPipelineResponse } from '../../../gofer/kernel/v1/GetPipelineResponse.js';
import type { GetPipelineSecretRequestInput as _gofer_kernel_v1_GetPipelineSecretRequestInput, GetPipelineSecretRequest as _gofer_kernel_v1_GetPipelineSecretRequest } from '../../../gofer/kernel/v1/GetPipelineSecretRequest.js';
import type { GetPipelineSecretResponseInput as _gofer_kernel_v1_GetPipelineSecretResponseInput, GetPipelineSecretResponse as _gofer_kernel_v1_GetPipelineSecretResponse } from '../../../gofer/kernel/v1/GetPipelineSecretResponse.js';
import type { GetPluginConfigRequestInput as _gofer_kernel_v1_GetPluginConfigRequestInput, GetPluginConfigRequest as _gofer_kernel_v1_GetPluginConfigRequest } from '../../../gofer/kernel/v1/GetPluginConfigRequest.js';
import type { GetPluginConfigResponseInput as _gofer_kernel_v1_GetPluginConfigResponseInput, GetPluginConfigResponse as _gofer_kernel_v1_GetPluginConfigResponse } from '../../../gofer/kernel/v1/GetPluginConfigResponse.js';
import type { GetPluginRequestInput as _gofer_kernel_v1_GetPluginRequestInput, GetPluginRequest as _gofer_kernel_v1_GetPluginRequest } from '../../../gofer/kernel/v1/GetPluginRequest.js';
import type { GetPluginResponseInput as _gofer_kernel_v1_GetPluginResponseInput, GetPluginResponse as _gofer_kernel_v1_GetPluginResponse } from '../../../gofer/kernel/v1/GetPluginResponse.js';
import type { GetRunObjectRequestInput as _gofer_kernel_v1_GetRunObjectRequestInput, GetRunObjectRequest as _gofer_kernel_v1_GetRunObjectRequest } from '../../../gofer/kernel/v1/GetRunObjectRequest.js';
import type { GetRunObjectResponseInput as _gofer_kernel_v1_GetRunObjectResponseInput, GetRunObjectResponse as _gofer_kernel_v1_GetRunObjectResponse } from '../../../gofer/kernel/v1/GetRunObjectResponse.js';
import type { GetRunRequestInput as _gofer_kernel_v1_GetRunRequestInput, GetRunRequest as _gofer_kernel_v1_GetRunRequest } from '../../../gofer/kernel/v1/GetRunRequest.js';
import type { GetRunResponseInput as _gofer_kernel_v1_GetRunResponseInput, GetRunResponse as _gofer_kernel_v1_GetRunResponse } from '../../../gofer/kernel/v1/GetRunResponse.js';
import type { GetScheduleRequestInput as _gofer_kernel_v1_GetScheduleRequestInput, GetScheduleRequest as _gofer_kernel_v1_GetScheduleRequest } from '../../../gofer/kernel/v1/GetScheduleRequest.js';
import type { GetScheduleResponseInput as _gofer_kernel_v1_GetScheduleResponseInput, GetScheduleResponse as _gofer_kernel_v1_GetScheduleResponse } from '../../../gofer/kernel/v1/GetScheduleResponse.js';
import type { GetServiceInfoRequestInput as _gofer_kernel_v1_GetServiceInfoRequestInput, GetServiceInfoRequest as _gofer_kernel_v1_GetServiceInfoRequest } from '../../../gofer/kernel/v1/GetServiceInfoRequest.js';
import type { GetServiceInfoResponseInput as _gofer_kernel_v1_GetServiceInfoResponseInput, GetServiceInfoResponse as _gofer_kernel_v1_GetServiceInfoResponse } from '../../../gofer/kernel/v1/GetServiceInfoResponse.js';
import type { GetTaskRunRequestInput as _gofer_kernel_v1_GetTaskRunRequestInput, GetTaskRunRequest as _gofer_kernel_v1_GetTaskRunRequest } from '../../../gofer/kernel/v1/GetTaskRunRequest.js';
import type { GetTaskRunResponseInput as _gofer_kernel_v1_GetTaskRunResponseInput, GetTaskRunResponse as _gofer_kernel_v1_GetTaskRunResponse } from '../../../gofer/kernel/v1/GetTaskRunResponse.js';
import type { GetTokenRequestInput as _gofer_kernel_v1_GetTokenRequestInput, GetTokenRequest as _gofer_kernel_v1_GetTokenRequest } from '../../../gofer/kernel/v1/GetTokenRequest.js';
import type { GetTokenResponseInput as _gofer_kernel_v1_GetTokenResponseInput, GetTokenResponse as _gofer_kernel_v1_GetTokenResponse } from '../../../gofer/kernel/v1/GetTokenResponse.js';
import type { GetTriggerRequestInput as _gofer_kernel_v1_GetTriggerRequestInput, GetTriggerRequest as _gofer_kernel_v1_GetTriggerRequest } from '../../../gofer/kernel/v1/GetTriggerRequest.js';
import type { GetTriggerResponseInput as _gofer_kernel_v1_GetTriggerResponseInput, GetTriggerResponse as _gofer_kernel_v1_GetTriggerResponse } from '../../../gofer/kernel/v1/GetTriggerResponse.js';
import type { InstallPluginRequestInput as _gofer_kernel_v1_InstallPluginRequestInput, InstallPluginRequest as _gofer_kernel_v1_InstallPluginRequest } from '../../../gofer/kernel/v1/InstallPluginRequest.js';
import type { InstallPluginResponseInput as _gofer_kernel_v1_InstallPluginResponseInput, InstallPluginResponse as _gofer_kernel_v1_InstallPluginResponse } from '../../../gofer/kernel/v1/InstallPluginResponse.js';
import type { ListCommonTasksRequestInput as _gofer_kernel_v1_ListCommonTasksRequestInput, ListCommonTasksRequest as _gofer_kernel_v1_ListCommonTasksRequest } from '../../../gofer/kernel/v1/ListCommonTasksRequest.js';
import type { ListCommonTasksResponseInput as _gofer_kernel_v1_ListCommonTasksResponseInput, ListCommonTasksResponse as _gofer_kernel_v1_ListCommonTasksResponse } from '../../../gofer/kernel/v1/ListCommonTasksResponse.js';
import type { ListDeadLettersRequestInput as _gofer_kernel_v1_ListDeadLettersRequestInput, ListDeadLettersRequest as _gofer_kernel_v1_ListDeadLettersRequest } from '../../../gofer/kernel/v1/ListDeadLettersRequest.js';
import type { ListDeadLettersResponseInput as _gofer_kernel_v1_ListDeadLettersResponseInput, ListDeadLettersResponse as _gofer_kernel_v1_ListDeadLettersResponse } from '../../../gofer/kernel/v1/ListDeadLettersResponse.js';
import type { ListEventsRequestInput as _gofer_kernel_v1_ListEventsRequestInput, ListEventsRequest as _gofer_kernel_v1_ListEventsRequest } from '../../../gofer/kernel/v1/ListEventsRequest.js';
import type { ListEventsResponseInput as _gofer_kernel_v1_ListEventsResponseInput, ListEventsResponse as _gofer_kernel_v1_ListEventsResponse } from '../../../gofer/kernel/v1/ListEventsResponse.js';
import type { ListGlobalSecretsRequestInput as _gofer_kernel_v1_ListGlobalSecretsRequestInput, ListGlobalSecretsRequest as _gofer_kernel_v1_ListGlobalSecretsRequest } from '../../../gofer/kernel/v1/ListGlobalSecretsRequest.js';
import type { ListGlobalSecretsResponseInput as _gofer_kernel_v1_ListGlobalSecretsResponseInput, ListGlobalSecretsResponse as _gofer_kernel_v1_ListGlobalSecretsResponse } from '../../../gofer/kernel/v1/ListGlobalSecretsResponse.js';
import type { ListNamespacesRequestInput as _gofer_kernel_v1_ListNamespacesRequestInput, ListNamespacesRequest as _gofer_kernel_v1_ListNamespacesRequest } from '../../../gofer/kernel/v1/ListNamespacesRequest.js';
import type { ListNamespacesResponseInput as _gofer_kernel_v1_ListNamespacesResponseInput, ListNamespacesResponse as _gofer_kernel_v1_ListNamespacesResponse } from '../../../gofer/kernel/v1/ListNamespacesResponse.js';
import type { ListPipelineObjectsRequestInput as _gofer_kernel_v1_ListPipelineObjectsRequestInput, ListPipelineObjectsRequest as _gofer_kernel_v1_ListPipelineObjectsRequest } from '../../../gofer/kernel/v1/ListPipelineObjectsRequest.js';
import type { ListPipelineObjectsResponseInput as _gofer_kernel_v1_ListPipelineObjectsResponseInput, ListPipelineObjectsResponse as _gofer_kernel_v1_ListPipelineObjectsResponse } from '../../../gofer/kernel/v1/ListPipelineObjectsResponse.js';
import type { ListPipelineSecretsRequestInput as _gofer_kernel_v1_ListPipelineSecretsRequestInput, ListPipelineSecretsRequest as _gofer_kernel_v1_ListPipelineSecretsRequest } from '../../../gofer/kernel/v1/ListPipelineSecretsRequest.js';
import type { ListPipelineSecretsResponseInput as _gofer_kernel_v1_ListPipelineSecretsResponseInput, ListPipelineSecretsResponse as _gofer_kernel_v1_ListPipelineSecretsResponse } from '../../../gofer/kernel/v1/ListPipelineSecretsResponse.js';
import type { ListPipelineVersionsRequestInput as _gofer_kernel_v1_ListPipelineVersionsRequestInput, ListPipelineVersionsRequest as _gofer_kernel_v1_ListPipelineVersionsRequest } from '../../../gofer/kernel/v1/ListPipelineVersionsRequest.js';
import type { ListPipelineVersionsResponseInput as _gofer_kernel_v1_ListPipelineVersionsResponseInput, ListPipelineVersionsResponse as _gofer_kernel_v1_ListPipelineVersionsResponse } from '../../../gofer/kernel/v1/ListPipelineVersionsResponse.js';
import type { ListPipelinesRequestInput as _gofer_kernel_v1_ListPipelinesRequestInput, ListPipelinesRequest as _gofer_kernel_v1_ListPipelinesRequest } from '../../../gofer/kernel/v1/ListPipelinesRequest.js';
import type { ListPipelinesResponseInput as _gofer_kernel_v1_ListPipelinesResponseInput, ListPipelinesResponse as _gofer_kernel_v1_ListPipelinesResponse } from '../../../gofer/kernel/v1/ListPipelinesResponse.js';
import type { ListPluginsRequestInput as _gofer_kernel_v1_ListPluginsRequestInput, ListPluginsRequest as _gofer_kernel_v1_ListPluginsRequest } from '../../../gofer/kernel/v1/ListPluginsRequest.js';
import type { ListPluginsResponseInput as _gofer_kernel_v1_ListPluginsResponseInput, ListPluginsResponse as _gofer_kernel_v1_ListPluginsResponse } from '../../../gofer/kernel/v1/ListPluginsResponse.js';
import type { ListRunObjectsRequestInput as _gofer_kernel_v1_ListRunObjectsRequestInput, ListRunObjectsRequest as _gofer_kernel_v1_ListRunObjectsRequest } from '../../../gofer/kernel/v1/ListRunObjectsRequest.js';
import type { ListRunObjectsResponseInput as _gofer_kernel_v1_ListRunObjectsResponseInput, ListRunObjectsResponse as _gofer_kernel_v1_ListRunObjectsResponse } from '../../../gofer/kernel/v1/ListRunObjectsResponse.js';
import type { ListRunsRequestInput as _gofer_kernel_v1_ListRunsRequestInput, ListRunsRequest as _gofer_kernel_v1_ListRunsRequest } from '../../../gofer/kernel/v1/ListRunsRequest.js';
import type { ListRunsResponseInput as _gofer_kernel_v1_ListRunsResponseInput, ListRunsResponse as _gofer_kernel_v1_ListRunsResponse } from '../../../gofer/kernel/v1/ListRunsResponse.js';
import type { ListTaskRunsRequestInput as _gofer_kernel_v1_ListTaskRunsRequestInput, ListTaskRunsRequest as _gofer_kernel_v1_ListTaskRunsRequest } from '../../../gofer/kernel/v1/ListTaskRunsRequest.js';
import type { ListTaskRunsResponseInput as _gofer_kernel_v1_ListTaskRunsResponseInput, ListTaskRunsResponse as _gofer_kernel_v1_ListTaskRunsResponse } from '../../../gofer/kernel/v1/ListTaskRunsResponse.js';
import type { ListTokensRequestInput as _gofer_kernel_v1_ListTokensRequestInput, ListTokensRequest as _gofer_kernel_v1_ListTokensRequest } from '../../../gofer/kernel/v1/ListTokensRequest.js';
import type { ListTokensResponseInput as _gofer_kernel_v1_ListTokensResponseInput, ListTokensResponse as _gofer_kernel_v1_ListTokensResponse } from '../../../gofer/kernel/v1/ListTokensResponse.js';
import type { ListTriggersRequestInput as _gofer_kernel_v1_ListTriggersRequestInput, ListTriggersRequest as _gofer_kernel_v1_ListTriggersRequest } from '../../../gofer/kernel/v1/ListTriggersRequest.js';
import type { ListTriggersResponseInput as _gofer_kernel_v1_ListTriggersResponseInput, ListTriggersResponse as _gofer_kernel_v1_ListTriggersResponse } from '../../../gofer/kernel/v1/ListTriggersResponse.js';
import type { MigrateStoreRequestInput as _gofer_kernel_v1_MigrateStoreRequestInput, MigrateStoreRequest as _gofer_kernel_v1_MigrateStoreRequest } from '../../../gofer/kernel/v1/MigrateStoreRequest.js';
import type { MigrateStoreResponseInput as _gofer_kernel_v1_MigrateStoreResponseInput, MigrateStoreResponse as _gofer_kernel_v1_MigrateStoreResponse } from '../../../gofer/kernel/v1/MigrateStoreResponse.js';
import type { PlanPipelineRequestInput as _gofer_kernel_v1_PlanPipelineRequestInput, PlanPipelineRequest as _gofer_kernel_v1_PlanPipelineRequest } from '../../../gofer/kernel/v1/PlanPipelineRequest.js';
import type { PlanPipelineResponseInput as _gofer_kernel_v1_PlanPipelineResponseInput, PlanPipelineResponse as _gofer_kernel_v1_PlanPipelineResponse } from '../../../gofer/kernel/v1/PlanPipelineResponse.js';
import type { PutGlobalSecretRequestInput as _gofer_kernel_v1_PutGlobalSecretRequestInput, PutGlobalSecretRequest as _gofer_kernel_v1_PutGlobalSecretRequest } from '../../../gofer/kernel/v1/PutGlobalSecretRequest.js';
import type { PutGlobalSecretResponseInput as _gofer_kernel_v1_PutGlobalSecretResponseInput, PutGlobalSecretResponse as _gofer_kernel_v1_PutGlobalSecretResponse } from '../../../gofer/kernel/v1/PutGlobalSecretResponse.js';
import type { PutPipelineObjectRequestInput as _gofer_kernel_v1_PutPipelineObjectRequestInput, PutPipelineObjectRequest as _gofer_kernel_v1_PutPipelineObjectRequest } from '../../../gofer/kernel/v1/PutPipelineObjectRequest.js';
import type { PutPipelineObjectResponseInput as _gofer_kernel_v1_PutPipelineObjectResponseInput, PutPipelineObjectResponse as _gofer_kernel_v1_PutPipelineObjectResponse } from '../../../gofer/kernel/v1/PutPipelineObjectResponse.js';
import type { PutPipelineSecretRequestInput as _gofer_kernel_v1_PutPipelineSecretRequestInput, PutPipelineSecretRequest as _gofer_kernel_v1_PutPipelineSecretRequest } from '../../../gofer/kernel/v1/PutPipelineSecretRequest.js';
import type { PutPipelineSecretResponseInput as _gofer_kernel_v1_PutPipelineSecretResponseInput, PutPipelineSecretResponse as _gofer_kernel_v1_PutPipelineSecretResponse } from '../../../gofer/kernel/v1/PutPipelineSecretResponse.js';
import type { PutRunObjectRequestInput as _gofer_kernel_v1_PutRunObjectRequestInput, PutRunObjectRequest as _gofer_kernel_v1_PutRunObjectRequest } from '../../../gofer/kernel/v1/PutRunObjectRequest.js';
import type { PutRunObjectResponseInput as _gofer_kernel_v1_PutRunObjectResponseInput, PutRunObjectResponse as _gofer_kernel_v1_PutRunObjectResponse } from '../../../gofer/kernel/v1/PutRunObjectResponse.js';
import type { RekeySecretsRequestInput as _gofer_kernel_v1_RekeySecretsRequestInput, RekeySecretsRequest as _gofer_kernel_v1_RekeySecretsRequest } from '../../../gofer/kernel/v1/RekeySecretsRequest.js';
import type { RekeySecretsResponseInput as _gofer_kernel_v1_RekeySecretsResponseInput, RekeySecretsResponse as _gofer_kernel_v1_RekeySecretsResponse } from '../../../gofer/kernel/v1/RekeySecretsResponse.js';
import type { RestartPluginRequestInput as _gofer_kernel_v1_RestartPluginRequestInput, RestartPluginRequest as _gofer_kernel_v1_RestartPluginRequest } from '../../../gofer/kernel/v1/RestartPluginRequest.js';
import type { RestartPluginResponseInput as _gofer_kernel_v1_RestartPluginResponseInput, RestartPluginResponse as _gofer_kernel_v1_RestartPluginResponse } from '../../../gofer/kernel/v1/RestartPluginResponse.js';
import type { RetryRunRequestInput as _gofer_kernel_v1_RetryRunRequestInput, RetryRunRequest as _gofer_kernel_v1_RetryRunRequest } from '../../../gofer/kernel/v1/RetryRunRequest.js';
import type { RetryRunResponseInput as _gofer_kernel_v1_RetryRunResponseInput, RetryRunResponse as _gofer_kernel_v1_RetryRunResponse } from '../../../gofer/kernel/v1/RetryRunResponse.js';
import type { RollbackPipelineRequestInput as _gofer_kernel_v1_RollbackPipelineRequestInput, RollbackPipelineRequest as _gofer_kernel_v1_RollbackPipelineRequest } from '../../../gofer/kernel/v1/RollbackPipelineRequest.js';
import type { RollbackPipelineResponseInput as _gofer_kernel_v1_RollbackPipelineResponseInput, RollbackPipelineResponse as _gofer_kernel_v1_RollbackPipelineResponse } from '../../../gofer/kernel/v1/RollbackPipelineResponse.js';
import type { RollbackPluginRequestInput as _gofer_kernel_v1_RollbackPluginRequestInput, RollbackPluginRequest as _gofer_kernel_v1_RollbackPluginRequest } from '../../../gofer/kernel/v1/RollbackPluginRequest.js';
import type { RollbackPluginResponseInput as _gofer_kernel_v1_RollbackPluginResponseInput, RollbackPluginResponse as _gofer_kernel_v1_RollbackPluginResponse } from '../../../gofer/kernel/v1/RollbackPluginResponse.js';
import type { SetPluginConfigRequestInput as _gofer_kernel_v1_SetPluginConfigRequestInput, SetPluginConfigRequest as _gofer_kernel_v1_SetPluginConfigRequest } from '../../../gofer/kernel/v1/SetPluginConfigRequest.js';
import type { SetPluginConfigResponseInput as _gofer_kernel_v1_SetPluginConfigResponseInput, SetPluginConfigResponse as _gofer_kernel_v1_SetPluginConfigResponse } from '../../../gofer/kernel/v1/SetPluginConfigResponse.js';
import type { StartRunRequestInput as _gofer_kernel_v1_StartRunRequestInput, StartRunRequest as _gofer_kernel_v1_StartRunRequest } from '../../../gofer/kernel/v1/StartRunRequest.js';
import type { StartRunResponseInput as _gofer_kernel_v1_StartRunResponseInput, StartRunResponse as _gofer_kernel_v1_StartRunResponse } from '../../../gofer/kernel/v1/StartRunResponse.js';
import type { StreamLogsRequestInput as _gofer_kernel_v1_StreamLogsRequestInput, StreamLogsRequest as _gofer_kernel_v1_StreamLogsRequest } from '../../../gofer/kernel/v1/StreamLogsRequest.js';
import type { StreamLogsResponseInput as _gofer_kernel_v1_StreamLogsResponseInput, StreamLogsResponse as _gofer_kernel_v1_StreamLogsResponse } from '../../../gofer/kernel/v1/StreamLogsResponse.js';
import type { StreamPluginLogsRequestInput as _gofer_kernel_v1_StreamPluginLogsRequestInput, StreamPluginLogsRequest as _gofer_kernel_v1_StreamPluginLogsRequest } from '../../../gofer/kernel/v1/StreamPluginLogsRequest.js';
import type { StreamPluginLogsResponseInput as _gofer_kernel_v1_StreamPluginLogsResponseInput, StreamPluginLogsResponse as _gofer_kernel_v1_StreamPluginLogsResponse } from '../../../gofer/kernel/v1/StreamPluginLogsResponse.js';
import type { ToggleEventIngressRequestInput as _gofer_kernel_v1_ToggleEventIngressRequestInput, ToggleEventIngressRequest as _gofer_kernel_v1_ToggleEventIngressRequest } from '../../../gofer/kernel/v1/ToggleEventIngressRequest.js';
import type { ToggleEventIngressResponseInput as _gofer_kernel_v1_ToggleEventIngressResponseInput, ToggleEventIngressResponse as _gofer_kernel_v1_ToggleEventIngressResponse } from '../../../gofer/kernel/v1/ToggleEventIngressResponse.js';
import type { UninstallPluginRequestInput as _gofer_kernel_v1_UninstallPluginRequestInput, UninstallPluginRequest as _gofer_kernel_v1_UninstallPluginRequest } from '../../../gofer/kernel/v1/UninstallPluginRequest.js';
import type { UninstallPluginResponseInput as _gofer_kernel_v1_UninstallPluginResponseInput, UninstallPluginResponse as _gofer_kernel_v1_UninstallPluginResponse } from '../../../gofer/kernel/v1/UninstallPluginResponse.js';
import type { UpdateNamespaceRequestInput as _gofer_kernel_v1_UpdateNamespaceRequestInput, UpdateNamespaceRequest as _gofer_kernel_v1_UpdateNamespaceRequest } from '../../../gofer/kernel/v1/UpdateNamespaceRequest.js';
import type { UpdateNamespaceResponseInput as _gofer_kernel_v1_UpdateNamespaceResponseInput, UpdateNamespaceResponse as _gofer_kernel_v1_UpdateNamespaceResponse } from '../../../gofer/kernel/v1/UpdateNamespaceResponse.js';
import type { UpdatePipelineRequestInput as _gofer_kernel_v1_UpdatePipelineRequestInput, UpdatePipelineRequest as _gofer_kernel_v1_UpdatePipelineRequest } from '../../../gofer/kernel/v1/UpdatePipelineRequest.js';
import type { UpdatePipelineResponseInput as _gofer_kernel_v1_UpdatePipelineResponseInput, UpdatePipelineResponse as _gofer_kernel_v1_UpdatePipelineResponse } from '../../../gofer/kernel/v1/UpdatePipelineResponse.js';
import type { UpgradePluginRequestInput as _gofer_kernel_v1_UpgradePluginRequestInput, UpgradePluginRequest as _gofer_kernel_v1_UpgradePluginRequest } from '../../../gofer/kernel/v1/UpgradePluginRequest.js';
import type { UpgradePluginResponseInput as _gofer_kernel_v1_UpgradePluginResponseInput, UpgradePluginResponse as _gofer_kernel_v1_UpgradePluginResponse } from '../../../gofer/kernel/v1/UpgradePluginResponse.js';
import type { UsePluginRequestInput as _gofer_kernel_v1_UsePluginRequestInput, UsePluginRequest as _gofer_kernel_v1_UsePluginRequest } from '../../../gofer/kernel/v1/UsePluginRequest.js';
import type { UsePluginResponseInput as _gofer_kernel_v1_UsePluginResponseInput, UsePluginResponse as _gofer_kernel_v1_UsePluginResponse } from '../../../gofer/kernel/v1/UsePluginResponse.js';
import type { WatchRunRequestInput as _gofer_kernel_v1_WatchRunRequestInput, WatchRunRequest as _gofer_kernel_v1_WatchRunRequest } from '../../../gofer/kernel/v1/WatchRunRequest.js';
import type { WatchRunResponseInput as _gofer_kernel_v1_WatchRunResponseInput, WatchRunResponse as _gofer_kernel_v1_WatchRunResponse } from '../../../gofer/kernel/v1/WatchRunResponse.js';
import type { WhoAmIRequestInput as _gofer_kernel_v1_WhoAmIRequestInput, WhoAmIRequest as _gofer_kernel_v1_WhoAmIRequest } from '../../../gofer/kernel/v1/WhoAmIRequest.js';
import type { WhoAmIResponseInput as _gofer_kernel_v1_WhoAmIResponseInput, WhoAmIResponse as _gofer_kernel_v1_WhoAmIResponse } from '../../../gofer/kernel/v1/WhoAmIResponse.js';

/**
 * Everything a client can ask of the kernel.
 */
export interface KernelClient extends grpc.Client {
  /**
   * Runs a command inside the container of a task that runs, with its streams attached. The first request carries start; then
   * input, changes of the terminal and the end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed; the task is not touched. What is sent and answered is stored
   * nowhere, and secrets in it are not hidden. Needs the setting task_run_attach. Not safe to repeat: the command runs again.
   * Errors: INVALID_ARGUMENT the first request is not start, or start is not complete; NOT_FOUND the run, task or attempt;
   * FAILED_PRECONDITION attaching is switched off, the task does not run or has ended meanwhile, is a common
   * task, or its scheduler has no feature EXEC; UNAVAILABLE the scheduler is not there or went away, or the kernel stops.
   */
  AttachTaskRun(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_kernel_v1_AttachTaskRunRequestInput, _gofer_kernel_v1_AttachTaskRunResponse>;
  AttachTaskRun(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_kernel_v1_AttachTaskRunRequestInput, _gofer_kernel_v1_AttachTaskRunResponse>;
  /**
   * Runs a command inside the container of a task that runs, with its streams attached. The first request carries start; then
   * input, changes of the terminal and the end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed; the task is not touched. What is sent and answered is stored
   * nowhere, and secrets in it are not hidden. Needs the setting task_run_attach. Not safe to repeat: the command runs again.
   * Errors: INVALID_ARGUMENT the first request is not start, or start is not complete; NOT_FOUND the run, task or attempt;
   * FAILED_PRECONDITION attaching is switched off, the task does not run or has ended meanwhile, is a common
   * task, or its scheduler has no feature EXEC; UNAVAILABLE the scheduler is not there or went away, or the kernel stops.
   */
  attachTaskRun(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_kernel_v1_AttachTaskRunRequestInput, _gofer_kernel_v1_AttachTaskRunResponse>;
  attachTaskRun(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gofer_kernel_v1_AttachTaskRunRequestInput, _gofer_kernel_v1_AttachTaskRunResponse>;
  
  /**
   * Compares what was expected with what happened, one message for each subscription with a schedule.
   */
  AuditSchedules(argument: _gofer_kernel_v1_AuditSchedulesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_AuditSchedulesResponse>;
  AuditSchedules(argument: _gofer_kernel_v1_AuditSchedulesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_AuditSchedulesResponse>;
  /**
   * Compares what was expected with what happened, one message for each subscription with a schedule.
   */
  auditSchedules(argument: _gofer_kernel_v1_AuditSchedulesRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_AuditSchedulesResponse>;
  auditSchedules(argument: _gofer_kernel_v1_AuditSchedulesRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_AuditSchedulesResponse>;
  
  /**
   * Makes the first management token. Works exactly once in the life of a data directory, and for those
   * only who can read the kernel's files.
   * Errors: PERMISSION_DENIED the proof is wrong; FAILED_PRECONDITION it was done before.
   */
  BootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  BootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  BootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  BootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  /**
   * Makes the first management token. Works exactly once in the life of a data directory, and for those
   * only who can read the kernel's files.
   * Errors: PERMISSION_DENIED the proof is wrong; FAILED_PRECONDITION it was done before.
   */
  bootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  bootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  bootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  bootstrapToken(argument: _gofer_kernel_v1_BootstrapTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_BootstrapTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * Asks every run of a pipeline that is not complete to end, queued ones included. Safe to repeat.
   * Errors: NOT_FOUND.
   */
  CancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  CancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  CancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  CancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  /**
   * Asks every run of a pipeline that is not complete to end, queued ones included. Safe to repeat.
   * Errors: NOT_FOUND.
   */
  cancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  cancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  cancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  cancelAllRuns(argument: _gofer_kernel_v1_CancelAllRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelAllRunsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Asks a run to end. A queued run ends at once; the tasks of a running one are stopped. A run that is
   * complete is left as it is. Safe to repeat. Errors: NOT_FOUND.
   */
  CancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  CancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  CancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  CancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  /**
   * Asks a run to end. A queued run ends at once; the tasks of a running one are stopped. A run that is
   * complete is left as it is. Safe to repeat. Errors: NOT_FOUND.
   */
  cancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  cancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  cancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  cancelRun(argument: _gofer_kernel_v1_CancelRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * Asks one task to end; the rest of its run goes on as the conditions say. One that has ended is left as it
   * is. Safe to repeat. Errors: NOT_FOUND; FAILED_PRECONDITION the run has not begun.
   */
  CancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  CancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  CancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  CancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  /**
   * Asks one task to end; the rest of its run goes on as the conditions say. One that has ended is left as it
   * is. Safe to repeat. Errors: NOT_FOUND; FAILED_PRECONDITION the run has not begun.
   */
  cancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  cancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  cancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  cancelTaskRun(argument: _gofer_kernel_v1_CancelTaskRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CancelTaskRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * What a plugin has against a change of its configuration. Errors: NOT_FOUND.
   */
  CheckPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  CheckPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  CheckPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  CheckPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  /**
   * What a plugin has against a change of its configuration. Errors: NOT_FOUND.
   */
  checkPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  checkPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  checkPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  checkPluginConfig(argument: _gofer_kernel_v1_CheckPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CheckPluginConfigResponse>): grpc.ClientUnaryCall;
  
  /**
   * Makes a namespace. Errors: ALREADY_EXISTS the id is taken.
   */
  CreateNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  CreateNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  CreateNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  CreateNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  /**
   * Makes a namespace. Errors: ALREADY_EXISTS the id is taken.
   */
  createNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  createNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  createNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  createNamespace(argument: _gofer_kernel_v1_CreateNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreateNamespaceResponse>): grpc.ClientUnaryCall;
  
  /**
   * Registers a new pipeline as version 1. Its triggers and common tasks are asked
   * whether they take what it passes.
   * Errors: ALREADY_EXISTS the id is taken; INVALID_ARGUMENT all problems of the config, those that triggers
   * have with it too; UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  CreatePipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  CreatePipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  CreatePipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  CreatePipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Registers a new pipeline as version 1. Its triggers and common tasks are asked
   * whether they take what it passes.
   * Errors: ALREADY_EXISTS the id is taken; INVALID_ARGUMENT all problems of the config, those that triggers
   * have with it too; UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  createPipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  createPipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  createPipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  createPipeline(argument: _gofer_kernel_v1_CreatePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreatePipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Makes a token. Its text is in the answer and nowhere else.
   * Errors: NOT_FOUND a namespace.
   */
  CreateToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  CreateToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  /**
   * Makes a token. Its text is in the answer and nowhere else.
   * Errors: NOT_FOUND a namespace.
   */
  createToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  createToken(argument: _gofer_kernel_v1_CreateTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_CreateTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a secret of the server. Errors: NOT_FOUND.
   */
  DeleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  DeleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  DeleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  DeleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes a secret of the server. Errors: NOT_FOUND.
   */
  deleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  deleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  deleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  deleteGlobalSecret(argument: _gofer_kernel_v1_DeleteGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteGlobalSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a namespace with its pipelines, their runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is "default", or has runs that are not complete (the message
   * names them) and force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  DeleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  DeleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  DeleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  DeleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes a namespace with its pipelines, their runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is "default", or has runs that are not complete (the message
   * names them) and force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  deleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  deleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  deleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  deleteNamespace(argument: _gofer_kernel_v1_DeleteNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteNamespaceResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a pipeline with its versions, runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it has runs that are not complete (the message names them) and
   * force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  DeletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  DeletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  DeletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  DeletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes a pipeline with its versions, runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it has runs that are not complete (the message names them) and
   * force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  deletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  deletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  deletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  deletePipeline(argument: _gofer_kernel_v1_DeletePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes an object of a pipeline. Errors: NOT_FOUND.
   */
  DeletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  DeletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  DeletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  DeletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes an object of a pipeline. Errors: NOT_FOUND.
   */
  deletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  deletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  deletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  deletePipelineObject(argument: _gofer_kernel_v1_DeletePipelineObjectRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineObjectResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a secret of a pipeline. Errors: NOT_FOUND.
   */
  DeletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  DeletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  DeletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  DeletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes a secret of a pipeline. Errors: NOT_FOUND.
   */
  deletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  deletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  deletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  deletePipelineSecret(argument: _gofer_kernel_v1_DeletePipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeletePipelineSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes the stored output of a complete run. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete.
   */
  DeleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  DeleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  DeleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  DeleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes the stored output of a complete run. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete.
   */
  deleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  deleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  deleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  deleteRunLogs(argument: _gofer_kernel_v1_DeleteRunLogsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunLogsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Deletes an object of a run. Errors: NOT_FOUND.
   */
  DeleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  DeleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  DeleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  DeleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  /**
   * Deletes an object of a run. Errors: NOT_FOUND.
   */
  deleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  deleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  deleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  deleteRunObject(argument: _gofer_kernel_v1_DeleteRunObjectRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteRunObjectResponse>): grpc.ClientUnaryCall;
  
  /**
   * Removes a token and ends its streams.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  DeleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  DeleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  DeleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  DeleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  /**
   * Removes a token and ends its streams.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  deleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  deleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  deleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  deleteToken(argument: _gofer_kernel_v1_DeleteTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DeleteTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * Lets no new run start; runs in progress go on. Safe to repeat. Errors: NOT_FOUND.
   */
  DisablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  DisablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  DisablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  DisablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Lets no new run start; runs in progress go on. Safe to repeat. Errors: NOT_FOUND.
   */
  disablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  disablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  disablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  disablePipeline(argument: _gofer_kernel_v1_DisablePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stops a plugin for good. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  DisablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  DisablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  DisablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  DisablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  /**
   * Stops a plugin for good. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  disablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  disablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  disablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  disablePlugin(argument: _gofer_kernel_v1_DisablePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisablePluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stops a token and ends its streams. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  DisableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  DisableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  DisableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  DisableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  /**
   * Stops a token and ends its streams. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  disableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  disableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  disableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  disableToken(argument: _gofer_kernel_v1_DisableTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_DisableTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * Lets runs start again. Safe to repeat. Errors: NOT_FOUND.
   */
  EnablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  EnablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  EnablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  EnablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Lets runs start again. Safe to repeat. Errors: NOT_FOUND.
   */
  enablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  enablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  enablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  enablePipeline(argument: _gofer_kernel_v1_EnablePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Starts a plugin, now and at every start of the kernel. Errors: NOT_FOUND.
   */
  EnablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  EnablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  EnablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  EnablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  /**
   * Starts a plugin, now and at every start of the kernel. Errors: NOT_FOUND.
   */
  enablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  enablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  enablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  enablePlugin(argument: _gofer_kernel_v1_EnablePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnablePluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Lets a disabled token work again. Safe to repeat. Errors: NOT_FOUND.
   */
  EnableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  EnableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  EnableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  EnableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  /**
   * Lets a disabled token work again. Safe to repeat. Errors: NOT_FOUND.
   */
  enableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  enableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  enableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  enableToken(argument: _gofer_kernel_v1_EnableTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_EnableTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * Brings a package here, verifies it, and starts it once to see that it is what its manifest says. Nothing is
   * installed. Errors: INVALID_ARGUMENT the source, archive or manifest is not acceptable; NOT_FOUND the source is
   * not there; FAILED_PRECONDITION it does not fit this kernel or machine, or lies in its manifest.
   */
  FetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  FetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  FetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  FetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  /**
   * Brings a package here, verifies it, and starts it once to see that it is what its manifest says. Nothing is
   * installed. Errors: INVALID_ARGUMENT the source, archive or manifest is not acceptable; NOT_FOUND the source is
   * not there; FAILED_PRECONDITION it does not fit this kernel or machine, or lies in its manifest.
   */
  fetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  fetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  fetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  fetchPlugin(argument: _gofer_kernel_v1_FetchPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_FetchPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * One common task with its settings. Errors: NOT_FOUND.
   */
  GetCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  GetCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  GetCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  GetCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  /**
   * One common task with its settings. Errors: NOT_FOUND.
   */
  getCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  getCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  getCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  getCommonTask(argument: _gofer_kernel_v1_GetCommonTaskRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetCommonTaskResponse>): grpc.ClientUnaryCall;
  
  /**
   * One event by its sequence number. Errors: NOT_FOUND it never was, or retention has deleted it.
   */
  GetEvent(argument: _gofer_kernel_v1_GetEventRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  GetEvent(argument: _gofer_kernel_v1_GetEventRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  GetEvent(argument: _gofer_kernel_v1_GetEventRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  GetEvent(argument: _gofer_kernel_v1_GetEventRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  /**
   * One event by its sequence number. Errors: NOT_FOUND it never was, or retention has deleted it.
   */
  getEvent(argument: _gofer_kernel_v1_GetEventRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  getEvent(argument: _gofer_kernel_v1_GetEventRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  getEvent(argument: _gofer_kernel_v1_GetEventRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  getEvent(argument: _gofer_kernel_v1_GetEventRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetEventResponse>): grpc.ClientUnaryCall;
  
  /**
   * A secret of the server, with its value when that is asked for. Errors: as GetPipelineSecret.
   */
  GetGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  GetGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  GetGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  GetGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  /**
   * A secret of the server, with its value when that is asked for. Errors: as GetPipelineSecret.
   */
  getGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  getGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  getGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  getGlobalSecret(argument: _gofer_kernel_v1_GetGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetGlobalSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * One namespace. Errors: NOT_FOUND.
   */
  GetNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  GetNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  GetNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  GetNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  /**
   * One namespace. Errors: NOT_FOUND.
   */
  getNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  getNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  getNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  getNamespace(argument: _gofer_kernel_v1_GetNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetNamespaceResponse>): grpc.ClientUnaryCall;
  
  /**
   * One pipeline with its config. Errors: NOT_FOUND.
   */
  GetPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  GetPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  GetPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  GetPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  /**
   * One pipeline with its config. Errors: NOT_FOUND.
   */
  getPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  getPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  getPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  getPipeline(argument: _gofer_kernel_v1_GetPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Streams an object of a pipeline: its facts, then its bytes.
   * Errors: NOT_FOUND; ABORTED it was replaced while it was read; UNAVAILABLE no object store.
   */
  GetPipelineObject(argument: _gofer_kernel_v1_GetPipelineObjectRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetPipelineObjectResponse>;
  GetPipelineObject(argument: _gofer_kernel_v1_GetPipelineObjectRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetPipelineObjectResponse>;
  /**
   * Streams an object of a pipeline: its facts, then its bytes.
   * Errors: NOT_FOUND; ABORTED it was replaced while it was read; UNAVAILABLE no object store.
   */
  getPipelineObject(argument: _gofer_kernel_v1_GetPipelineObjectRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetPipelineObjectResponse>;
  getPipelineObject(argument: _gofer_kernel_v1_GetPipelineObjectRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetPipelineObjectResponse>;
  
  /**
   * A secret of a pipeline, with its value when that is asked for. Errors: NOT_FOUND; UNAVAILABLE no secret store.
   */
  GetPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  GetPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  GetPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  GetPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  /**
   * A secret of a pipeline, with its value when that is asked for. Errors: NOT_FOUND; UNAVAILABLE no secret store.
   */
  getPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  getPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  getPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  getPipelineSecret(argument: _gofer_kernel_v1_GetPipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPipelineSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * One plugin. Errors: NOT_FOUND.
   */
  GetPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  GetPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  GetPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  GetPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  /**
   * One plugin. Errors: NOT_FOUND.
   */
  getPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  getPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  getPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  getPlugin(argument: _gofer_kernel_v1_GetPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * A plugin's configuration and its schema. Errors: NOT_FOUND.
   */
  GetPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  GetPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  GetPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  GetPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  /**
   * A plugin's configuration and its schema. Errors: NOT_FOUND.
   */
  getPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  getPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  getPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  getPluginConfig(argument: _gofer_kernel_v1_GetPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetPluginConfigResponse>): grpc.ClientUnaryCall;
  
  /**
   * One run. Errors: NOT_FOUND.
   */
  GetRun(argument: _gofer_kernel_v1_GetRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _gofer_kernel_v1_GetRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _gofer_kernel_v1_GetRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  GetRun(argument: _gofer_kernel_v1_GetRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  /**
   * One run. Errors: NOT_FOUND.
   */
  getRun(argument: _gofer_kernel_v1_GetRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _gofer_kernel_v1_GetRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _gofer_kernel_v1_GetRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  getRun(argument: _gofer_kernel_v1_GetRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * Streams an object of a run. Errors: as GetPipelineObject.
   */
  GetRunObject(argument: _gofer_kernel_v1_GetRunObjectRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetRunObjectResponse>;
  GetRunObject(argument: _gofer_kernel_v1_GetRunObjectRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetRunObjectResponse>;
  /**
   * Streams an object of a run. Errors: as GetPipelineObject.
   */
  getRunObject(argument: _gofer_kernel_v1_GetRunObjectRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetRunObjectResponse>;
  getRunObject(argument: _gofer_kernel_v1_GetRunObjectRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_GetRunObjectResponse>;
  
  /**
   * When a pipeline's subscriptions fire next, and how their latest expected fires ended. Errors: NOT_FOUND.
   */
  GetSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  GetSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  GetSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  GetSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  /**
   * When a pipeline's subscriptions fire next, and how their latest expected fires ended. Errors: NOT_FOUND.
   */
  getSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  getSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  getSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  getSchedule(argument: _gofer_kernel_v1_GetScheduleRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetScheduleResponse>): grpc.ClientUnaryCall;
  
  /**
   * Facts about the running kernel; without a token only its version and mode.
   */
  GetServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  GetServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  GetServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  GetServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  /**
   * Facts about the running kernel; without a token only its version and mode.
   */
  getServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  getServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  getServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  getServiceInfo(argument: _gofer_kernel_v1_GetServiceInfoRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetServiceInfoResponse>): grpc.ClientUnaryCall;
  
  /**
   * One task run, its last attempt unless one is named. Errors: NOT_FOUND.
   */
  GetTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  GetTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  GetTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  GetTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  /**
   * One task run, its last attempt unless one is named. Errors: NOT_FOUND.
   */
  getTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  getTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  getTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  getTaskRun(argument: _gofer_kernel_v1_GetTaskRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTaskRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * One token. Errors: NOT_FOUND.
   */
  GetToken(argument: _gofer_kernel_v1_GetTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  GetToken(argument: _gofer_kernel_v1_GetTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  GetToken(argument: _gofer_kernel_v1_GetTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  GetToken(argument: _gofer_kernel_v1_GetTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  /**
   * One token. Errors: NOT_FOUND.
   */
  getToken(argument: _gofer_kernel_v1_GetTokenRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  getToken(argument: _gofer_kernel_v1_GetTokenRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  getToken(argument: _gofer_kernel_v1_GetTokenRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  getToken(argument: _gofer_kernel_v1_GetTokenRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTokenResponse>): grpc.ClientUnaryCall;
  
  /**
   * One trigger with its subscriptions. Errors: NOT_FOUND.
   */
  GetTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  GetTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  GetTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  GetTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  /**
   * One trigger with its subscriptions. Errors: NOT_FOUND.
   */
  getTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  getTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  getTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  getTrigger(argument: _gofer_kernel_v1_GetTriggerRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_GetTriggerResponse>): grpc.ClientUnaryCall;
  
  /**
   * Installs a package that was fetched, and starts it. Errors: NOT_FOUND it was not fetched; ALREADY_EXISTS the
   * alias is taken; INVALID_ARGUMENT all problems of the configuration. On any error nothing has changed.
   */
  InstallPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  InstallPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  InstallPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  InstallPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  /**
   * Installs a package that was fetched, and starts it. Errors: NOT_FOUND it was not fetched; ALREADY_EXISTS the
   * alias is taken; INVALID_ARGUMENT all problems of the configuration. On any error nothing has changed.
   */
  installPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  installPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  installPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  installPlugin(argument: _gofer_kernel_v1_InstallPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_InstallPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Installed common tasks ordered by alias.
   */
  ListCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  ListCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  ListCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  ListCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  /**
   * Installed common tasks ordered by alias.
   */
  listCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  listCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  listCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  listCommonTasks(argument: _gofer_kernel_v1_ListCommonTasksRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListCommonTasksResponse>): grpc.ClientUnaryCall;
  
  /**
   * Firings and external events that came to nothing, newest first.
   */
  ListDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  /**
   * Firings and external events that came to nothing, newest first.
   */
  listDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _gofer_kernel_v1_ListDeadLettersRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListDeadLettersResponse>): grpc.ClientUnaryCall;
  
  /**
   * Events in order of their sequence number; with follow it goes on with what happens. A slow reader
   * falls behind and loses nothing.
   */
  ListEvents(argument: _gofer_kernel_v1_ListEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_ListEventsResponse>;
  ListEvents(argument: _gofer_kernel_v1_ListEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_ListEventsResponse>;
  /**
   * Events in order of their sequence number; with follow it goes on with what happens. A slow reader
   * falls behind and loses nothing.
   */
  listEvents(argument: _gofer_kernel_v1_ListEventsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_ListEventsResponse>;
  listEvents(argument: _gofer_kernel_v1_ListEventsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_ListEventsResponse>;
  
  /**
   * Secrets of the server ordered by key, without values.
   */
  ListGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  ListGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  ListGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  ListGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  /**
   * Secrets of the server ordered by key, without values.
   */
  listGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  listGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  listGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  listGlobalSecrets(argument: _gofer_kernel_v1_ListGlobalSecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListGlobalSecretsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Namespaces ordered by id: those that the caller may see.
   */
  ListNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  ListNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  ListNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  ListNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  /**
   * Namespaces ordered by id: those that the caller may see.
   */
  listNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  listNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  listNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  listNamespaces(argument: _gofer_kernel_v1_ListNamespacesRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListNamespacesResponse>): grpc.ClientUnaryCall;
  
  /**
   * Objects of a pipeline ordered by key. Errors: NOT_FOUND.
   */
  ListPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  ListPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  ListPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  ListPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  /**
   * Objects of a pipeline ordered by key. Errors: NOT_FOUND.
   */
  listPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  listPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  listPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  listPipelineObjects(argument: _gofer_kernel_v1_ListPipelineObjectsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineObjectsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Secrets of a pipeline ordered by key, without values. Errors: NOT_FOUND.
   */
  ListPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  ListPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  ListPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  ListPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  /**
   * Secrets of a pipeline ordered by key, without values. Errors: NOT_FOUND.
   */
  listPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  listPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  listPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  listPipelineSecrets(argument: _gofer_kernel_v1_ListPipelineSecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineSecretsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Versions of a pipeline, newest first. Errors: NOT_FOUND.
   */
  ListPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  ListPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  ListPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  ListPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  /**
   * Versions of a pipeline, newest first. Errors: NOT_FOUND.
   */
  listPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  listPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  listPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  listPipelineVersions(argument: _gofer_kernel_v1_ListPipelineVersionsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelineVersionsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Pipelines ordered by id, without configs.
   */
  ListPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  ListPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  ListPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  ListPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  /**
   * Pipelines ordered by id, without configs.
   */
  listPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  listPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  listPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  listPipelines(argument: _gofer_kernel_v1_ListPipelinesRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPipelinesResponse>): grpc.ClientUnaryCall;
  
  /**
   * Installed plugins ordered by alias.
   */
  ListPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  ListPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  ListPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  ListPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  /**
   * Installed plugins ordered by alias.
   */
  listPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  listPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  listPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  listPlugins(argument: _gofer_kernel_v1_ListPluginsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListPluginsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Objects of a run ordered by key. Errors: NOT_FOUND.
   */
  ListRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  ListRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  ListRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  ListRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  /**
   * Objects of a run ordered by key. Errors: NOT_FOUND.
   */
  listRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  listRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  listRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  listRunObjects(argument: _gofer_kernel_v1_ListRunObjectsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunObjectsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Runs of a pipeline, newest first.
   */
  ListRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  ListRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  /**
   * Runs of a pipeline, newest first.
   */
  listRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  listRuns(argument: _gofer_kernel_v1_ListRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListRunsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Task runs of a run, in the order of the config; one row per attempt. Errors: NOT_FOUND.
   */
  ListTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  ListTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  ListTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  ListTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  /**
   * Task runs of a run, in the order of the config; one row per attempt. Errors: NOT_FOUND.
   */
  listTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  listTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  listTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  listTaskRuns(argument: _gofer_kernel_v1_ListTaskRunsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTaskRunsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Tokens ordered by id. Tokens of runs are not among them.
   */
  ListTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  ListTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  /**
   * Tokens ordered by id. Tokens of runs are not among them.
   */
  listTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  listTokens(argument: _gofer_kernel_v1_ListTokensRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTokensResponse>): grpc.ClientUnaryCall;
  
  /**
   * Installed triggers ordered by alias.
   */
  ListTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  ListTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  ListTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  ListTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  /**
   * Installed triggers ordered by alias.
   */
  listTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  listTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  listTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  listTriggers(argument: _gofer_kernel_v1_ListTriggersRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ListTriggersResponse>): grpc.ClientUnaryCall;
  
  /**
   * Copies what other stores keep into this one while it is read and written, verifies it there, and uses the store from then
   * on; the last message says so. On any error, and when the call is cancelled, nothing has changed. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the plugin does not work, or does not serve the role; ABORTED another migration is under way;
   * DATA_LOSS a store gives out other bytes than it was given, with what they belong to; UNAVAILABLE a store died and did not
   * come back in time.
   */
  MigrateStore(argument: _gofer_kernel_v1_MigrateStoreRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_MigrateStoreResponse>;
  MigrateStore(argument: _gofer_kernel_v1_MigrateStoreRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_MigrateStoreResponse>;
  /**
   * Copies what other stores keep into this one while it is read and written, verifies it there, and uses the store from then
   * on; the last message says so. On any error, and when the call is cancelled, nothing has changed. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the plugin does not work, or does not serve the role; ABORTED another migration is under way;
   * DATA_LOSS a store gives out other bytes than it was given, with what they belong to; UNAVAILABLE a store died and did not
   * come back in time.
   */
  migrateStore(argument: _gofer_kernel_v1_MigrateStoreRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_MigrateStoreResponse>;
  migrateStore(argument: _gofer_kernel_v1_MigrateStoreRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_MigrateStoreResponse>;
  
  /**
   * Tells what registering a config would meet, and changes nothing: what its triggers and common tasks have
   * against it, and when it would fire. Errors: INVALID_ARGUMENT all problems of the config itself.
   */
  PlanPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  PlanPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  PlanPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  PlanPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Tells what registering a config would meet, and changes nothing: what its triggers and common tasks have
   * against it, and when it would fire. Errors: INVALID_ARGUMENT all problems of the config itself.
   */
  planPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  planPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  planPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  planPipeline(argument: _gofer_kernel_v1_PlanPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PlanPipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stores a secret of the server, for configuration that an admin writes. Errors: as PutPipelineSecret.
   */
  PutGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  PutGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  PutGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  PutGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  /**
   * Stores a secret of the server, for configuration that an admin writes. Errors: as PutPipelineSecret.
   */
  putGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  putGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  putGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  putGlobalSecret(argument: _gofer_kernel_v1_PutGlobalSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PutGlobalSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stores an object of a pipeline: header, chunks, trailer. It appears whole or not at all. When the pipeline then has more
   * objects than the server allows, the oldest ones are removed.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; DATA_LOSS the trailer does not match; UNAVAILABLE no object store.
   */
  PutPipelineObject(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  PutPipelineObject(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  PutPipelineObject(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  PutPipelineObject(callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  /**
   * Stores an object of a pipeline: header, chunks, trailer. It appears whole or not at all. When the pipeline then has more
   * objects than the server allows, the oldest ones are removed.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; DATA_LOSS the trailer does not match; UNAVAILABLE no object store.
   */
  putPipelineObject(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  putPipelineObject(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  putPipelineObject(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  putPipelineObject(callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutPipelineObjectRequestInput>;
  
  /**
   * Stores a secret of a pipeline. The old or the new value is read at any time.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; UNAVAILABLE no secret store.
   */
  PutPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  PutPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  PutPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  PutPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  /**
   * Stores a secret of a pipeline. The old or the new value is read at any time.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; UNAVAILABLE no secret store.
   */
  putPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  putPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  putPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  putPipelineSecret(argument: _gofer_kernel_v1_PutPipelineSecretRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_PutPipelineSecretResponse>): grpc.ClientUnaryCall;
  
  /**
   * Stores an object of a run, as PutPipelineObject does. A run keeps any number of objects until it is so many runs old as
   * the server allows. Errors: as PutPipelineObject; FAILED_PRECONDITION the run's objects have expired.
   */
  PutRunObject(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  PutRunObject(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  PutRunObject(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  PutRunObject(callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  /**
   * Stores an object of a run, as PutPipelineObject does. A run keeps any number of objects until it is so many runs old as
   * the server allows. Errors: as PutPipelineObject; FAILED_PRECONDITION the run's objects have expired.
   */
  putRunObject(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  putRunObject(metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  putRunObject(options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  putRunObject(callback: grpc.requestCallback<_gofer_kernel_v1_PutRunObjectResponse>): grpc.ClientWritableStream<_gofer_kernel_v1_PutRunObjectRequestInput>;
  
  /**
   * Changes the key that the secret store encrypts with, while it serves. Interrupted anywhere, all secrets stay readable.
   * Errors: INVALID_ARGUMENT the store does not take the key; FAILED_PRECONDITION the store has no such key; UNAVAILABLE.
   */
  RekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  RekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  RekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  RekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  /**
   * Changes the key that the secret store encrypts with, while it serves. Interrupted anywhere, all secrets stay readable.
   * Errors: INVALID_ARGUMENT the store does not take the key; FAILED_PRECONDITION the store has no such key; UNAVAILABLE.
   */
  rekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  rekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  rekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  rekeySecrets(argument: _gofer_kernel_v1_RekeySecretsRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RekeySecretsResponse>): grpc.ClientUnaryCall;
  
  /**
   * Ends a plugin's process and starts another, whatever state it is in. Errors: NOT_FOUND; FAILED_PRECONDITION it
   * is disabled.
   */
  RestartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  RestartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  RestartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  RestartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  /**
   * Ends a plugin's process and starts another, whatever state it is in. Errors: NOT_FOUND; FAILED_PRECONDITION it
   * is disabled.
   */
  restartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  restartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  restartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  restartPlugin(argument: _gofer_kernel_v1_RestartPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RestartPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Starts a run like a complete one, with its version and its variables. With only_failed what was successful
   * is kept, and only the rest runs again.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete, nothing failed in it, or the pipeline is disabled.
   */
  RetryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  RetryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  RetryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  RetryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  /**
   * Starts a run like a complete one, with its version and its variables. With only_failed what was successful
   * is kept, and only the rest runs again.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete, nothing failed in it, or the pipeline is disabled.
   */
  retryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  retryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  retryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  retryRun(argument: _gofer_kernel_v1_RetryRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RetryRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * Registers the config of an old version as the next version: history only grows.
   * Errors: NOT_FOUND the pipeline or the version; FAILED_PRECONDITION that version is current, or there is
   * none before the current one.
   */
  RollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  RollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  RollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  RollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Registers the config of an old version as the next version: history only grows.
   * Errors: NOT_FOUND the pipeline or the version; FAILED_PRECONDITION that version is current, or there is
   * none before the current one.
   */
  rollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  rollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  rollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  rollbackPipeline(argument: _gofer_kernel_v1_RollbackPipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Goes back to the version before the last upgrade, in the same way. Errors: NOT_FOUND; FAILED_PRECONDITION there
   * is none, or it does not work.
   */
  RollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  RollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  RollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  RollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  /**
   * Goes back to the version before the last upgrade, in the same way. Errors: NOT_FOUND; FAILED_PRECONDITION there
   * is none, or it does not work.
   */
  rollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  rollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  rollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  rollbackPlugin(argument: _gofer_kernel_v1_RollbackPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_RollbackPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Changes a plugin's configuration and starts it again. Errors: NOT_FOUND; INVALID_ARGUMENT all problems.
   */
  SetPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  SetPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  SetPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  SetPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  /**
   * Changes a plugin's configuration and starts it again. Errors: NOT_FOUND; INVALID_ARGUMENT all problems.
   */
  setPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  setPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  setPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  setPluginConfig(argument: _gofer_kernel_v1_SetPluginConfigRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_SetPluginConfigResponse>): grpc.ClientUnaryCall;
  
  /**
   * Starts a run of the pipeline's current version and returns at once.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the pipeline is disabled.
   */
  StartRun(argument: _gofer_kernel_v1_StartRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  StartRun(argument: _gofer_kernel_v1_StartRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  StartRun(argument: _gofer_kernel_v1_StartRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  StartRun(argument: _gofer_kernel_v1_StartRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  /**
   * Starts a run of the pipeline's current version and returns at once.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the pipeline is disabled.
   */
  startRun(argument: _gofer_kernel_v1_StartRunRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  startRun(argument: _gofer_kernel_v1_StartRunRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  startRun(argument: _gofer_kernel_v1_StartRunRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  startRun(argument: _gofer_kernel_v1_StartRunRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_StartRunResponse>): grpc.ClientUnaryCall;
  
  /**
   * Output of a run's tasks as raw bytes; with follow until everything has ended and been read.
   * Order is kept inside one task's output. A task without output sends nothing. Errors: NOT_FOUND.
   */
  StreamLogs(argument: _gofer_kernel_v1_StreamLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamLogsResponse>;
  StreamLogs(argument: _gofer_kernel_v1_StreamLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamLogsResponse>;
  /**
   * Output of a run's tasks as raw bytes; with follow until everything has ended and been read.
   * Order is kept inside one task's output. A task without output sends nothing. Errors: NOT_FOUND.
   */
  streamLogs(argument: _gofer_kernel_v1_StreamLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamLogsResponse>;
  streamLogs(argument: _gofer_kernel_v1_StreamLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamLogsResponse>;
  
  /**
   * What a plugin wrote, newest last; with follow it goes on with what it writes. Errors: NOT_FOUND.
   */
  StreamPluginLogs(argument: _gofer_kernel_v1_StreamPluginLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamPluginLogsResponse>;
  StreamPluginLogs(argument: _gofer_kernel_v1_StreamPluginLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamPluginLogsResponse>;
  /**
   * What a plugin wrote, newest last; with follow it goes on with what it writes. Errors: NOT_FOUND.
   */
  streamPluginLogs(argument: _gofer_kernel_v1_StreamPluginLogsRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamPluginLogsResponse>;
  streamPluginLogs(argument: _gofer_kernel_v1_StreamPluginLogsRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_StreamPluginLogsResponse>;
  
  /**
   * Lets what comes from outside make runs, or not; kept over restarts. While it is off, fires of schedules
   * are recorded as skipped and external events wait. Needs a management token. Errors: none of its own.
   */
  ToggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  ToggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  ToggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  ToggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  /**
   * Lets what comes from outside make runs, or not; kept over restarts. While it is off, fires of schedules
   * are recorded as skipped and external events wait. Needs a management token. Errors: none of its own.
   */
  toggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  toggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  toggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  toggleEventIngress(argument: _gofer_kernel_v1_ToggleEventIngressRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_ToggleEventIngressResponse>): grpc.ClientUnaryCall;
  
  /**
   * Removes a plugin. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  UninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  UninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  UninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  UninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  /**
   * Removes a plugin. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  uninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  uninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  uninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  uninstallPlugin(argument: _gofer_kernel_v1_UninstallPluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UninstallPluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Changes the name or description of one namespace. Errors: NOT_FOUND.
   */
  UpdateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  UpdateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  UpdateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  UpdateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  /**
   * Changes the name or description of one namespace. Errors: NOT_FOUND.
   */
  updateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  updateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  updateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  updateNamespace(argument: _gofer_kernel_v1_UpdateNamespaceRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpdateNamespaceResponse>): grpc.ClientUnaryCall;
  
  /**
   * Registers a changed config as the next version; an equal config leaves the version as it is.
   * Runs in progress keep the version they started with. Triggers are asked about subscriptions that are
   * new or changed.
   * Errors: NOT_FOUND; INVALID_ARGUMENT all problems of the config, those that triggers have with it too;
   * UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  UpdatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  UpdatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  UpdatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  UpdatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  /**
   * Registers a changed config as the next version; an equal config leaves the version as it is.
   * Runs in progress keep the version they started with. Triggers are asked about subscriptions that are
   * new or changed.
   * Errors: NOT_FOUND; INVALID_ARGUMENT all problems of the config, those that triggers have with it too;
   * UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  updatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  updatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  updatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  updatePipeline(argument: _gofer_kernel_v1_UpdatePipelineRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpdatePipelineResponse>): grpc.ClientUnaryCall;
  
  /**
   * Starts another version beside the one that runs, and switches when it works. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the new version does not work, and the old one goes on.
   */
  UpgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  UpgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  UpgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  UpgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  /**
   * Starts another version beside the one that runs, and switches when it works. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the new version does not work, and the old one goes on.
   */
  upgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  upgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  upgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  upgradePlugin(argument: _gofer_kernel_v1_UpgradePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UpgradePluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * Lets a plugin serve a role from now on; what is under way ends where it began. Errors: NOT_FOUND;
   * FAILED_PRECONDITION it does not work, does not serve the role, or another store keeps something and force is not set.
   */
  UsePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  UsePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  UsePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  UsePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  /**
   * Lets a plugin serve a role from now on; what is under way ends where it began. Errors: NOT_FOUND;
   * FAILED_PRECONDITION it does not work, does not serve the role, or another store keeps something and force is not set.
   */
  usePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  usePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  usePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  usePlugin(argument: _gofer_kernel_v1_UsePluginRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_UsePluginResponse>): grpc.ClientUnaryCall;
  
  /**
   * The run with its task runs at once, and what has changed after every change; ends after the run is complete.
   * A slow reader gets fewer, newer messages. Errors: NOT_FOUND.
   */
  WatchRun(argument: _gofer_kernel_v1_WatchRunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_WatchRunResponse>;
  WatchRun(argument: _gofer_kernel_v1_WatchRunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_WatchRunResponse>;
  /**
   * The run with its task runs at once, and what has changed after every change; ends after the run is complete.
   * A slow reader gets fewer, newer messages. Errors: NOT_FOUND.
   */
  watchRun(argument: _gofer_kernel_v1_WatchRunRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_WatchRunResponse>;
  watchRun(argument: _gofer_kernel_v1_WatchRunRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_gofer_kernel_v1_WatchRunResponse>;
  
  /**
   * Who the kernel takes the caller for.
   */
  WhoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  WhoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  WhoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  WhoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  /**
   * Who the kernel takes the caller for.
   */
  whoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  whoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  whoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  whoAmI(argument: _gofer_kernel_v1_WhoAmIRequestInput, callback: grpc.requestCallback<_gofer_kernel_v1_WhoAmIResponse>): grpc.ClientUnaryCall;
  
}

/**
 * Everything a client can ask of the kernel.
 */
export interface KernelHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Runs a command inside the container of a task that runs, with its streams attached. The first request carries start; then
   * input, changes of the terminal and the end of input follow. The last response carries the exit code. When the
   * caller breaks the stream, the command is killed; the task is not touched. What is sent and answered is stored
   * nowhere, and secrets in it are not hidden. Needs the setting task_run_attach. Not safe to repeat: the command runs again.
   * Errors: INVALID_ARGUMENT the first request is not start, or start is not complete; NOT_FOUND the run, task or attempt;
   * FAILED_PRECONDITION attaching is switched off, the task does not run or has ended meanwhile, is a common
   * task, or its scheduler has no feature EXEC; UNAVAILABLE the scheduler is not there or went away, or the kernel stops.
   */
  AttachTaskRun: grpc.handleBidiStreamingCall<_gofer_kernel_v1_AttachTaskRunRequest, _gofer_kernel_v1_AttachTaskRunResponseInput>;
  
  /**
   * Compares what was expected with what happened, one message for each subscription with a schedule.
   */
  AuditSchedules: grpc.handleServerStreamingCall<_gofer_kernel_v1_AuditSchedulesRequest, _gofer_kernel_v1_AuditSchedulesResponseInput>;
  
  /**
   * Makes the first management token. Works exactly once in the life of a data directory, and for those
   * only who can read the kernel's files.
   * Errors: PERMISSION_DENIED the proof is wrong; FAILED_PRECONDITION it was done before.
   */
  BootstrapToken: grpc.handleUnaryCall<_gofer_kernel_v1_BootstrapTokenRequest, _gofer_kernel_v1_BootstrapTokenResponseInput>;
  
  /**
   * Asks every run of a pipeline that is not complete to end, queued ones included. Safe to repeat.
   * Errors: NOT_FOUND.
   */
  CancelAllRuns: grpc.handleUnaryCall<_gofer_kernel_v1_CancelAllRunsRequest, _gofer_kernel_v1_CancelAllRunsResponseInput>;
  
  /**
   * Asks a run to end. A queued run ends at once; the tasks of a running one are stopped. A run that is
   * complete is left as it is. Safe to repeat. Errors: NOT_FOUND.
   */
  CancelRun: grpc.handleUnaryCall<_gofer_kernel_v1_CancelRunRequest, _gofer_kernel_v1_CancelRunResponseInput>;
  
  /**
   * Asks one task to end; the rest of its run goes on as the conditions say. One that has ended is left as it
   * is. Safe to repeat. Errors: NOT_FOUND; FAILED_PRECONDITION the run has not begun.
   */
  CancelTaskRun: grpc.handleUnaryCall<_gofer_kernel_v1_CancelTaskRunRequest, _gofer_kernel_v1_CancelTaskRunResponseInput>;
  
  /**
   * What a plugin has against a change of its configuration. Errors: NOT_FOUND.
   */
  CheckPluginConfig: grpc.handleUnaryCall<_gofer_kernel_v1_CheckPluginConfigRequest, _gofer_kernel_v1_CheckPluginConfigResponseInput>;
  
  /**
   * Makes a namespace. Errors: ALREADY_EXISTS the id is taken.
   */
  CreateNamespace: grpc.handleUnaryCall<_gofer_kernel_v1_CreateNamespaceRequest, _gofer_kernel_v1_CreateNamespaceResponseInput>;
  
  /**
   * Registers a new pipeline as version 1. Its triggers and common tasks are asked
   * whether they take what it passes.
   * Errors: ALREADY_EXISTS the id is taken; INVALID_ARGUMENT all problems of the config, those that triggers
   * have with it too; UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  CreatePipeline: grpc.handleUnaryCall<_gofer_kernel_v1_CreatePipelineRequest, _gofer_kernel_v1_CreatePipelineResponseInput>;
  
  /**
   * Makes a token. Its text is in the answer and nowhere else.
   * Errors: NOT_FOUND a namespace.
   */
  CreateToken: grpc.handleUnaryCall<_gofer_kernel_v1_CreateTokenRequest, _gofer_kernel_v1_CreateTokenResponseInput>;
  
  /**
   * Deletes a secret of the server. Errors: NOT_FOUND.
   */
  DeleteGlobalSecret: grpc.handleUnaryCall<_gofer_kernel_v1_DeleteGlobalSecretRequest, _gofer_kernel_v1_DeleteGlobalSecretResponseInput>;
  
  /**
   * Deletes a namespace with its pipelines, their runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is "default", or has runs that are not complete (the message
   * names them) and force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  DeleteNamespace: grpc.handleUnaryCall<_gofer_kernel_v1_DeleteNamespaceRequest, _gofer_kernel_v1_DeleteNamespaceResponseInput>;
  
  /**
   * Deletes a pipeline with its versions, runs, logs, objects and secrets.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it has runs that are not complete (the message names them) and
   * force is not set. On any error nothing is deleted; with force, runs may have been cancelled.
   */
  DeletePipeline: grpc.handleUnaryCall<_gofer_kernel_v1_DeletePipelineRequest, _gofer_kernel_v1_DeletePipelineResponseInput>;
  
  /**
   * Deletes an object of a pipeline. Errors: NOT_FOUND.
   */
  DeletePipelineObject: grpc.handleUnaryCall<_gofer_kernel_v1_DeletePipelineObjectRequest, _gofer_kernel_v1_DeletePipelineObjectResponseInput>;
  
  /**
   * Deletes a secret of a pipeline. Errors: NOT_FOUND.
   */
  DeletePipelineSecret: grpc.handleUnaryCall<_gofer_kernel_v1_DeletePipelineSecretRequest, _gofer_kernel_v1_DeletePipelineSecretResponseInput>;
  
  /**
   * Deletes the stored output of a complete run. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete.
   */
  DeleteRunLogs: grpc.handleUnaryCall<_gofer_kernel_v1_DeleteRunLogsRequest, _gofer_kernel_v1_DeleteRunLogsResponseInput>;
  
  /**
   * Deletes an object of a run. Errors: NOT_FOUND.
   */
  DeleteRunObject: grpc.handleUnaryCall<_gofer_kernel_v1_DeleteRunObjectRequest, _gofer_kernel_v1_DeleteRunObjectResponseInput>;
  
  /**
   * Removes a token and ends its streams.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  DeleteToken: grpc.handleUnaryCall<_gofer_kernel_v1_DeleteTokenRequest, _gofer_kernel_v1_DeleteTokenResponseInput>;
  
  /**
   * Lets no new run start; runs in progress go on. Safe to repeat. Errors: NOT_FOUND.
   */
  DisablePipeline: grpc.handleUnaryCall<_gofer_kernel_v1_DisablePipelineRequest, _gofer_kernel_v1_DisablePipelineResponseInput>;
  
  /**
   * Stops a plugin for good. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  DisablePlugin: grpc.handleUnaryCall<_gofer_kernel_v1_DisablePluginRequest, _gofer_kernel_v1_DisablePluginResponseInput>;
  
  /**
   * Stops a token and ends its streams. Safe to repeat.
   * Errors: NOT_FOUND; FAILED_PRECONDITION it is the last management token that works.
   */
  DisableToken: grpc.handleUnaryCall<_gofer_kernel_v1_DisableTokenRequest, _gofer_kernel_v1_DisableTokenResponseInput>;
  
  /**
   * Lets runs start again. Safe to repeat. Errors: NOT_FOUND.
   */
  EnablePipeline: grpc.handleUnaryCall<_gofer_kernel_v1_EnablePipelineRequest, _gofer_kernel_v1_EnablePipelineResponseInput>;
  
  /**
   * Starts a plugin, now and at every start of the kernel. Errors: NOT_FOUND.
   */
  EnablePlugin: grpc.handleUnaryCall<_gofer_kernel_v1_EnablePluginRequest, _gofer_kernel_v1_EnablePluginResponseInput>;
  
  /**
   * Lets a disabled token work again. Safe to repeat. Errors: NOT_FOUND.
   */
  EnableToken: grpc.handleUnaryCall<_gofer_kernel_v1_EnableTokenRequest, _gofer_kernel_v1_EnableTokenResponseInput>;
  
  /**
   * Brings a package here, verifies it, and starts it once to see that it is what its manifest says. Nothing is
   * installed. Errors: INVALID_ARGUMENT the source, archive or manifest is not acceptable; NOT_FOUND the source is
   * not there; FAILED_PRECONDITION it does not fit this kernel or machine, or lies in its manifest.
   */
  FetchPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_FetchPluginRequest, _gofer_kernel_v1_FetchPluginResponseInput>;
  
  /**
   * One common task with its settings. Errors: NOT_FOUND.
   */
  GetCommonTask: grpc.handleUnaryCall<_gofer_kernel_v1_GetCommonTaskRequest, _gofer_kernel_v1_GetCommonTaskResponseInput>;
  
  /**
   * One event by its sequence number. Errors: NOT_FOUND it never was, or retention has deleted it.
   */
  GetEvent: grpc.handleUnaryCall<_gofer_kernel_v1_GetEventRequest, _gofer_kernel_v1_GetEventResponseInput>;
  
  /**
   * A secret of the server, with its value when that is asked for. Errors: as GetPipelineSecret.
   */
  GetGlobalSecret: grpc.handleUnaryCall<_gofer_kernel_v1_GetGlobalSecretRequest, _gofer_kernel_v1_GetGlobalSecretResponseInput>;
  
  /**
   * One namespace. Errors: NOT_FOUND.
   */
  GetNamespace: grpc.handleUnaryCall<_gofer_kernel_v1_GetNamespaceRequest, _gofer_kernel_v1_GetNamespaceResponseInput>;
  
  /**
   * One pipeline with its config. Errors: NOT_FOUND.
   */
  GetPipeline: grpc.handleUnaryCall<_gofer_kernel_v1_GetPipelineRequest, _gofer_kernel_v1_GetPipelineResponseInput>;
  
  /**
   * Streams an object of a pipeline: its facts, then its bytes.
   * Errors: NOT_FOUND; ABORTED it was replaced while it was read; UNAVAILABLE no object store.
   */
  GetPipelineObject: grpc.handleServerStreamingCall<_gofer_kernel_v1_GetPipelineObjectRequest, _gofer_kernel_v1_GetPipelineObjectResponseInput>;
  
  /**
   * A secret of a pipeline, with its value when that is asked for. Errors: NOT_FOUND; UNAVAILABLE no secret store.
   */
  GetPipelineSecret: grpc.handleUnaryCall<_gofer_kernel_v1_GetPipelineSecretRequest, _gofer_kernel_v1_GetPipelineSecretResponseInput>;
  
  /**
   * One plugin. Errors: NOT_FOUND.
   */
  GetPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_GetPluginRequest, _gofer_kernel_v1_GetPluginResponseInput>;
  
  /**
   * A plugin's configuration and its schema. Errors: NOT_FOUND.
   */
  GetPluginConfig: grpc.handleUnaryCall<_gofer_kernel_v1_GetPluginConfigRequest, _gofer_kernel_v1_GetPluginConfigResponseInput>;
  
  /**
   * One run. Errors: NOT_FOUND.
   */
  GetRun: grpc.handleUnaryCall<_gofer_kernel_v1_GetRunRequest, _gofer_kernel_v1_GetRunResponseInput>;
  
  /**
   * Streams an object of a run. Errors: as GetPipelineObject.
   */
  GetRunObject: grpc.handleServerStreamingCall<_gofer_kernel_v1_GetRunObjectRequest, _gofer_kernel_v1_GetRunObjectResponseInput>;
  
  /**
   * When a pipeline's subscriptions fire next, and how their latest expected fires ended. Errors: NOT_FOUND.
   */
  GetSchedule: grpc.handleUnaryCall<_gofer_kernel_v1_GetScheduleRequest, _gofer_kernel_v1_GetScheduleResponseInput>;
  
  /**
   * Facts about the running kernel; without a token only its version and mode.
   */
  GetServiceInfo: grpc.handleUnaryCall<_gofer_kernel_v1_GetServiceInfoRequest, _gofer_kernel_v1_GetServiceInfoResponseInput>;
  
  /**
   * One task run, its last attempt unless one is named. Errors: NOT_FOUND.
   */
  GetTaskRun: grpc.handleUnaryCall<_gofer_kernel_v1_GetTaskRunRequest, _gofer_kernel_v1_GetTaskRunResponseInput>;
  
  /**
   * One token. Errors: NOT_FOUND.
   */
  GetToken: grpc.handleUnaryCall<_gofer_kernel_v1_GetTokenRequest, _gofer_kernel_v1_GetTokenResponseInput>;
  
  /**
   * One trigger with its subscriptions. Errors: NOT_FOUND.
   */
  GetTrigger: grpc.handleUnaryCall<_gofer_kernel_v1_GetTriggerRequest, _gofer_kernel_v1_GetTriggerResponseInput>;
  
  /**
   * Installs a package that was fetched, and starts it. Errors: NOT_FOUND it was not fetched; ALREADY_EXISTS the
   * alias is taken; INVALID_ARGUMENT all problems of the configuration. On any error nothing has changed.
   */
  InstallPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_InstallPluginRequest, _gofer_kernel_v1_InstallPluginResponseInput>;
  
  /**
   * Installed common tasks ordered by alias.
   */
  ListCommonTasks: grpc.handleUnaryCall<_gofer_kernel_v1_ListCommonTasksRequest, _gofer_kernel_v1_ListCommonTasksResponseInput>;
  
  /**
   * Firings and external events that came to nothing, newest first.
   */
  ListDeadLetters: grpc.handleUnaryCall<_gofer_kernel_v1_ListDeadLettersRequest, _gofer_kernel_v1_ListDeadLettersResponseInput>;
  
  /**
   * Events in order of their sequence number; with follow it goes on with what happens. A slow reader
   * falls behind and loses nothing.
   */
  ListEvents: grpc.handleServerStreamingCall<_gofer_kernel_v1_ListEventsRequest, _gofer_kernel_v1_ListEventsResponseInput>;
  
  /**
   * Secrets of the server ordered by key, without values.
   */
  ListGlobalSecrets: grpc.handleUnaryCall<_gofer_kernel_v1_ListGlobalSecretsRequest, _gofer_kernel_v1_ListGlobalSecretsResponseInput>;
  
  /**
   * Namespaces ordered by id: those that the caller may see.
   */
  ListNamespaces: grpc.handleUnaryCall<_gofer_kernel_v1_ListNamespacesRequest, _gofer_kernel_v1_ListNamespacesResponseInput>;
  
  /**
   * Objects of a pipeline ordered by key. Errors: NOT_FOUND.
   */
  ListPipelineObjects: grpc.handleUnaryCall<_gofer_kernel_v1_ListPipelineObjectsRequest, _gofer_kernel_v1_ListPipelineObjectsResponseInput>;
  
  /**
   * Secrets of a pipeline ordered by key, without values. Errors: NOT_FOUND.
   */
  ListPipelineSecrets: grpc.handleUnaryCall<_gofer_kernel_v1_ListPipelineSecretsRequest, _gofer_kernel_v1_ListPipelineSecretsResponseInput>;
  
  /**
   * Versions of a pipeline, newest first. Errors: NOT_FOUND.
   */
  ListPipelineVersions: grpc.handleUnaryCall<_gofer_kernel_v1_ListPipelineVersionsRequest, _gofer_kernel_v1_ListPipelineVersionsResponseInput>;
  
  /**
   * Pipelines ordered by id, without configs.
   */
  ListPipelines: grpc.handleUnaryCall<_gofer_kernel_v1_ListPipelinesRequest, _gofer_kernel_v1_ListPipelinesResponseInput>;
  
  /**
   * Installed plugins ordered by alias.
   */
  ListPlugins: grpc.handleUnaryCall<_gofer_kernel_v1_ListPluginsRequest, _gofer_kernel_v1_ListPluginsResponseInput>;
  
  /**
   * Objects of a run ordered by key. Errors: NOT_FOUND.
   */
  ListRunObjects: grpc.handleUnaryCall<_gofer_kernel_v1_ListRunObjectsRequest, _gofer_kernel_v1_ListRunObjectsResponseInput>;
  
  /**
   * Runs of a pipeline, newest first.
   */
  ListRuns: grpc.handleUnaryCall<_gofer_kernel_v1_ListRunsRequest, _gofer_kernel_v1_ListRunsResponseInput>;
  
  /**
   * Task runs of a run, in the order of the config; one row per attempt. Errors: NOT_FOUND.
   */
  ListTaskRuns: grpc.handleUnaryCall<_gofer_kernel_v1_ListTaskRunsRequest, _gofer_kernel_v1_ListTaskRunsResponseInput>;
  
  /**
   * Tokens ordered by id. Tokens of runs are not among them.
   */
  ListTokens: grpc.handleUnaryCall<_gofer_kernel_v1_ListTokensRequest, _gofer_kernel_v1_ListTokensResponseInput>;
  
  /**
   * Installed triggers ordered by alias.
   */
  ListTriggers: grpc.handleUnaryCall<_gofer_kernel_v1_ListTriggersRequest, _gofer_kernel_v1_ListTriggersResponseInput>;
  
  /**
   * Copies what other stores keep into this one while it is read and written, verifies it there, and uses the store from then
   * on; the last message says so. On any error, and when the call is cancelled, nothing has changed. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the plugin does not work, or does not serve the role; ABORTED another migration is under way;
   * DATA_LOSS a store gives out other bytes than it was given, with what they belong to; UNAVAILABLE a store died and did not
   * come back in time.
   */
  MigrateStore: grpc.handleServerStreamingCall<_gofer_kernel_v1_MigrateStoreRequest, _gofer_kernel_v1_MigrateStoreResponseInput>;
  
  /**
   * Tells what registering a config would meet, and changes nothing: what its triggers and common tasks have
   * against it, and when it would fire. Errors: INVALID_ARGUMENT all problems of the config itself.
   */
  PlanPipeline: grpc.handleUnaryCall<_gofer_kernel_v1_PlanPipelineRequest, _gofer_kernel_v1_PlanPipelineResponseInput>;
  
  /**
   * Stores a secret of the server, for configuration that an admin writes. Errors: as PutPipelineSecret.
   */
  PutGlobalSecret: grpc.handleUnaryCall<_gofer_kernel_v1_PutGlobalSecretRequest, _gofer_kernel_v1_PutGlobalSecretResponseInput>;
  
  /**
   * Stores an object of a pipeline: header, chunks, trailer. It appears whole or not at all. When the pipeline then has more
   * objects than the server allows, the oldest ones are removed.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; DATA_LOSS the trailer does not match; UNAVAILABLE no object store.
   */
  PutPipelineObject: grpc.handleClientStreamingCall<_gofer_kernel_v1_PutPipelineObjectRequest, _gofer_kernel_v1_PutPipelineObjectResponseInput>;
  
  /**
   * Stores a secret of a pipeline. The old or the new value is read at any time.
   * Errors: NOT_FOUND; ALREADY_EXISTS without force; UNAVAILABLE no secret store.
   */
  PutPipelineSecret: grpc.handleUnaryCall<_gofer_kernel_v1_PutPipelineSecretRequest, _gofer_kernel_v1_PutPipelineSecretResponseInput>;
  
  /**
   * Stores an object of a run, as PutPipelineObject does. A run keeps any number of objects until it is so many runs old as
   * the server allows. Errors: as PutPipelineObject; FAILED_PRECONDITION the run's objects have expired.
   */
  PutRunObject: grpc.handleClientStreamingCall<_gofer_kernel_v1_PutRunObjectRequest, _gofer_kernel_v1_PutRunObjectResponseInput>;
  
  /**
   * Changes the key that the secret store encrypts with, while it serves. Interrupted anywhere, all secrets stay readable.
   * Errors: INVALID_ARGUMENT the store does not take the key; FAILED_PRECONDITION the store has no such key; UNAVAILABLE.
   */
  RekeySecrets: grpc.handleUnaryCall<_gofer_kernel_v1_RekeySecretsRequest, _gofer_kernel_v1_RekeySecretsResponseInput>;
  
  /**
   * Ends a plugin's process and starts another, whatever state it is in. Errors: NOT_FOUND; FAILED_PRECONDITION it
   * is disabled.
   */
  RestartPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_RestartPluginRequest, _gofer_kernel_v1_RestartPluginResponseInput>;
  
  /**
   * Starts a run like a complete one, with its version and its variables. With only_failed what was successful
   * is kept, and only the rest runs again.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the run is not complete, nothing failed in it, or the pipeline is disabled.
   */
  RetryRun: grpc.handleUnaryCall<_gofer_kernel_v1_RetryRunRequest, _gofer_kernel_v1_RetryRunResponseInput>;
  
  /**
   * Registers the config of an old version as the next version: history only grows.
   * Errors: NOT_FOUND the pipeline or the version; FAILED_PRECONDITION that version is current, or there is
   * none before the current one.
   */
  RollbackPipeline: grpc.handleUnaryCall<_gofer_kernel_v1_RollbackPipelineRequest, _gofer_kernel_v1_RollbackPipelineResponseInput>;
  
  /**
   * Goes back to the version before the last upgrade, in the same way. Errors: NOT_FOUND; FAILED_PRECONDITION there
   * is none, or it does not work.
   */
  RollbackPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_RollbackPluginRequest, _gofer_kernel_v1_RollbackPluginResponseInput>;
  
  /**
   * Changes a plugin's configuration and starts it again. Errors: NOT_FOUND; INVALID_ARGUMENT all problems.
   */
  SetPluginConfig: grpc.handleUnaryCall<_gofer_kernel_v1_SetPluginConfigRequest, _gofer_kernel_v1_SetPluginConfigResponseInput>;
  
  /**
   * Starts a run of the pipeline's current version and returns at once.
   * Errors: NOT_FOUND; FAILED_PRECONDITION the pipeline is disabled.
   */
  StartRun: grpc.handleUnaryCall<_gofer_kernel_v1_StartRunRequest, _gofer_kernel_v1_StartRunResponseInput>;
  
  /**
   * Output of a run's tasks as raw bytes; with follow until everything has ended and been read.
   * Order is kept inside one task's output. A task without output sends nothing. Errors: NOT_FOUND.
   */
  StreamLogs: grpc.handleServerStreamingCall<_gofer_kernel_v1_StreamLogsRequest, _gofer_kernel_v1_StreamLogsResponseInput>;
  
  /**
   * What a plugin wrote, newest last; with follow it goes on with what it writes. Errors: NOT_FOUND.
   */
  StreamPluginLogs: grpc.handleServerStreamingCall<_gofer_kernel_v1_StreamPluginLogsRequest, _gofer_kernel_v1_StreamPluginLogsResponseInput>;
  
  /**
   * Lets what comes from outside make runs, or not; kept over restarts. While it is off, fires of schedules
   * are recorded as skipped and external events wait. Needs a management token. Errors: none of its own.
   */
  ToggleEventIngress: grpc.handleUnaryCall<_gofer_kernel_v1_ToggleEventIngressRequest, _gofer_kernel_v1_ToggleEventIngressResponseInput>;
  
  /**
   * Removes a plugin. Errors: NOT_FOUND; FAILED_PRECONDITION it is in use, with its users.
   */
  UninstallPlugin: grpc.handleUnaryCall<_gofer_kernel_v1_UninstallPluginRequest, _gofer_kernel_v1_UninstallPluginResponseInput>;
  
  /**
   * Changes the name or description of one namespace. Errors: NOT_FOUND.
   */
  UpdateNamespace: grpc.handleUnaryCall<_gofer_kernel_v1_UpdateNamespaceRequest, _gofer_kernel_v1_UpdateNamespaceResponseInput>;
  
  /**
   * Registers a changed config as the next version; an equal config leaves the version as it is.
   * Runs in progress keep the version they started with. Triggers are asked about subscriptions that are
   * new or changed.
   * Errors: NOT_FOUND; INVALID_ARGUMENT all problems of the config, those that triggers have with it too;
   * UNAVAILABLE a trigger cannot be asked. On any error nothing has changed.
   */
  UpdatePipeline: grpc.handleUnaryCall<_gofer_kernel_v1_UpdatePipelineRequest, _gofer_kernel_v1_UpdatePipelineResponseInput>;
  
  /**
   * Starts another version beside the one that runs, and switches when it works. Errors: NOT_FOUND;
   * FAILED_PRECONDITION the new version does not work, and the old one goes on.
   */
  UpgradePlugin: grpc.handleUnaryCall<_gofer_kernel_v1_UpgradePluginRequest, _gofer_kernel_v1_UpgradePluginResponseInput>;
  
  /**
   * Lets a plugin serve a role from now on; what is under way ends where it began. Errors: NOT_FOUND;
   * FAILED_PRECONDITION it does not work, does not serve the role, or another store keeps something and force is not set.
   */
  UsePlugin: grpc.handleUnaryCall<_gofer_kernel_v1_UsePluginRequest, _gofer_kernel_v1_UsePluginResponseInput>;
  
  /**
   * The run with its task runs at once, and what has changed after every change; ends after the run is complete.
   * A slow reader gets fewer, newer messages. Errors: NOT_FOUND.
   */
  WatchRun: grpc.handleServerStreamingCall<_gofer_kernel_v1_WatchRunRequest, _gofer_kernel_v1_WatchRunResponseInput>;
  
  /**
   * Who the kernel takes the caller for.
   */
  WhoAmI: grpc.handleUnaryCall<_gofer_kernel_v1_WhoAmIRequest, _gofer_kernel_v1_WhoAmIResponseInput>;
  
}

export interface KernelDefinition extends grpc.ServiceDefinition {
  AttachTaskRun: MethodDefinition<_gofer_kernel_v1_AttachTaskRunRequestInput, _gofer_kernel_v1_AttachTaskRunResponseInput, _gofer_kernel_v1_AttachTaskRunRequest, _gofer_kernel_v1_AttachTaskRunResponse>
  AuditSchedules: MethodDefinition<_gofer_kernel_v1_AuditSchedulesRequestInput, _gofer_kernel_v1_AuditSchedulesResponseInput, _gofer_kernel_v1_AuditSchedulesRequest, _gofer_kernel_v1_AuditSchedulesResponse>
  BootstrapToken: MethodDefinition<_gofer_kernel_v1_BootstrapTokenRequestInput, _gofer_kernel_v1_BootstrapTokenResponseInput, _gofer_kernel_v1_BootstrapTokenRequest, _gofer_kernel_v1_BootstrapTokenResponse>
  CancelAllRuns: MethodDefinition<_gofer_kernel_v1_CancelAllRunsRequestInput, _gofer_kernel_v1_CancelAllRunsResponseInput, _gofer_kernel_v1_CancelAllRunsRequest, _gofer_kernel_v1_CancelAllRunsResponse>
  CancelRun: MethodDefinition<_gofer_kernel_v1_CancelRunRequestInput, _gofer_kernel_v1_CancelRunResponseInput, _gofer_kernel_v1_CancelRunRequest, _gofer_kernel_v1_CancelRunResponse>
  CancelTaskRun: MethodDefinition<_gofer_kernel_v1_CancelTaskRunRequestInput, _gofer_kernel_v1_CancelTaskRunResponseInput, _gofer_kernel_v1_CancelTaskRunRequest, _gofer_kernel_v1_CancelTaskRunResponse>
  CheckPluginConfig: MethodDefinition<_gofer_kernel_v1_CheckPluginConfigRequestInput, _gofer_kernel_v1_CheckPluginConfigResponseInput, _gofer_kernel_v1_CheckPluginConfigRequest, _gofer_kernel_v1_CheckPluginConfigResponse>
  CreateNamespace: MethodDefinition<_gofer_kernel_v1_CreateNamespaceRequestInput, _gofer_kernel_v1_CreateNamespaceResponseInput, _gofer_kernel_v1_CreateNamespaceRequest, _gofer_kernel_v1_CreateNamespaceResponse>
  CreatePipeline: MethodDefinition<_gofer_kernel_v1_CreatePipelineRequestInput, _gofer_kernel_v1_CreatePipelineResponseInput, _gofer_kernel_v1_CreatePipelineRequest, _gofer_kernel_v1_CreatePipelineResponse>
  CreateToken: MethodDefinition<_gofer_kernel_v1_CreateTokenRequestInput, _gofer_kernel_v1_CreateTokenResponseInput, _gofer_kernel_v1_CreateTokenRequest, _gofer_kernel_v1_CreateTokenResponse>
  DeleteGlobalSecret: MethodDefinition<_gofer_kernel_v1_DeleteGlobalSecretRequestInput, _gofer_kernel_v1_DeleteGlobalSecretResponseInput, _gofer_kernel_v1_DeleteGlobalSecretRequest, _gofer_kernel_v1_DeleteGlobalSecretResponse>
  DeleteNamespace: MethodDefinition<_gofer_kernel_v1_DeleteNamespaceRequestInput, _gofer_kernel_v1_DeleteNamespaceResponseInput, _gofer_kernel_v1_DeleteNamespaceRequest, _gofer_kernel_v1_DeleteNamespaceResponse>
  DeletePipeline: MethodDefinition<_gofer_kernel_v1_DeletePipelineRequestInput, _gofer_kernel_v1_DeletePipelineResponseInput, _gofer_kernel_v1_DeletePipelineRequest, _gofer_kernel_v1_DeletePipelineResponse>
  DeletePipelineObject: MethodDefinition<_gofer_kernel_v1_DeletePipelineObjectRequestInput, _gofer_kernel_v1_DeletePipelineObjectResponseInput, _gofer_kernel_v1_DeletePipelineObjectRequest, _gofer_kernel_v1_DeletePipelineObjectResponse>
  DeletePipelineSecret: MethodDefinition<_gofer_kernel_v1_DeletePipelineSecretRequestInput, _gofer_kernel_v1_DeletePipelineSecretResponseInput, _gofer_kernel_v1_DeletePipelineSecretRequest, _gofer_kernel_v1_DeletePipelineSecretResponse>
  DeleteRunLogs: MethodDefinition<_gofer_kernel_v1_DeleteRunLogsRequestInput, _gofer_kernel_v1_DeleteRunLogsResponseInput, _gofer_kernel_v1_DeleteRunLogsRequest, _gofer_kernel_v1_DeleteRunLogsResponse>
  DeleteRunObject: MethodDefinition<_gofer_kernel_v1_DeleteRunObjectRequestInput, _gofer_kernel_v1_DeleteRunObjectResponseInput, _gofer_kernel_v1_DeleteRunObjectRequest, _gofer_kernel_v1_DeleteRunObjectResponse>
  DeleteToken: MethodDefinition<_gofer_kernel_v1_DeleteTokenRequestInput, _gofer_kernel_v1_DeleteTokenResponseInput, _gofer_kernel_v1_DeleteTokenRequest, _gofer_kernel_v1_DeleteTokenResponse>
  DisablePipeline: MethodDefinition<_gofer_kernel_v1_DisablePipelineRequestInput, _gofer_kernel_v1_DisablePipelineResponseInput, _gofer_kernel_v1_DisablePipelineRequest, _gofer_kernel_v1_DisablePipelineResponse>
  DisablePlugin: MethodDefinition<_gofer_kernel_v1_DisablePluginRequestInput, _gofer_kernel_v1_DisablePluginResponseInput, _gofer_kernel_v1_DisablePluginRequest, _gofer_kernel_v1_DisablePluginResponse>
  DisableToken: MethodDefinition<_gofer_kernel_v1_DisableTokenRequestInput, _gofer_kernel_v1_DisableTokenResponseInput, _gofer_kernel_v1_DisableTokenRequest, _gofer_kernel_v1_DisableTokenResponse>
  EnablePipeline: MethodDefinition<_gofer_kernel_v1_EnablePipelineRequestInput, _gofer_kernel_v1_EnablePipelineResponseInput, _gofer_kernel_v1_EnablePipelineRequest, _gofer_kernel_v1_EnablePipelineResponse>
  EnablePlugin: MethodDefinition<_gofer_kernel_v1_EnablePluginRequestInput, _gofer_kernel_v1_EnablePluginResponseInput, _gofer_kernel_v1_EnablePluginRequest, _gofer_kernel_v1_EnablePluginResponse>
  EnableToken: MethodDefinition<_gofer_kernel_v1_EnableTokenRequestInput, _gofer_kernel_v1_EnableTokenResponseInput, _gofer_kernel_v1_EnableTokenRequest, _gofer_kernel_v1_EnableTokenResponse>
  FetchPlugin: MethodDefinition<_gofer_kernel_v1_FetchPluginRequestInput, _gofer_kernel_v1_FetchPluginResponseInput, _gofer_kernel_v1_FetchPluginRequest, _gofer_kernel_v1_FetchPluginResponse>
  GetCommonTask: MethodDefinition<_gofer_kernel_v1_GetCommonTaskRequestInput, _gofer_kernel_v1_GetCommonTaskResponseInput, _gofer_kernel_v1_GetCommonTaskRequest, _gofer_kernel_v1_GetCommonTaskResponse>
  GetEvent: MethodDefinition<_gofer_kernel_v1_GetEventRequestInput, _gofer_kernel_v1_GetEventResponseInput, _gofer_kernel_v1_GetEventRequest, _gofer_kernel_v1_GetEventResponse>
  GetGlobalSecret: MethodDefinition<_gofer_kernel_v1_GetGlobalSecretRequestInput, _gofer_kernel_v1_GetGlobalSecretResponseInput, _gofer_kernel_v1_GetGlobalSecretRequest, _gofer_kernel_v1_GetGlobalSecretResponse>
  GetNamespace: MethodDefinition<_gofer_kernel_v1_GetNamespaceRequestInput, _gofer_kernel_v1_GetNamespaceResponseInput, _gofer_kernel_v1_GetNamespaceRequest, _gofer_kernel_v1_GetNamespaceResponse>
  GetPipeline: MethodDefinition<_gofer_kernel_v1_GetPipelineRequestInput, _gofer_kernel_v1_GetPipelineResponseInput, _gofer_kernel_v1_GetPipelineRequest, _gofer_kernel_v1_GetPipelineResponse>
  GetPipelineObject: MethodDefinition<_gofer_kernel_v1_GetPipelineObjectRequestInput, _gofer_kernel_v1_GetPipelineObjectResponseInput, _gofer_kernel_v1_GetPipelineObjectRequest, _gofer_kernel_v1_GetPipelineObjectResponse>
  GetPipelineSecret: MethodDefinition<_gofer_kernel_v1_GetPipelineSecretRequestInput, _gofer_kernel_v1_GetPipelineSecretResponseInput, _gofer_kernel_v1_GetPipelineSecretRequest, _gofer_kernel_v1_GetPipelineSecretResponse>
  GetPlugin: MethodDefinition<_gofer_kernel_v1_GetPluginRequestInput, _gofer_kernel_v1_GetPluginResponseInput, _gofer_kernel_v1_GetPluginRequest, _gofer_kernel_v1_GetPluginResponse>
  GetPluginConfig: MethodDefinition<_gofer_kernel_v1_GetPluginConfigRequestInput, _gofer_kernel_v1_GetPluginConfigResponseInput, _gofer_kernel_v1_GetPluginConfigRequest, _gofer_kernel_v1_GetPluginConfigResponse>
  GetRun: MethodDefinition<_gofer_kernel_v1_GetRunRequestInput, _gofer_kernel_v1_GetRunResponseInput, _gofer_kernel_v1_GetRunRequest, _gofer_kernel_v1_GetRunResponse>
  GetRunObject: MethodDefinition<_gofer_kernel_v1_GetRunObjectRequestInput, _gofer_kernel_v1_GetRunObjectResponseInput, _gofer_kernel_v1_GetRunObjectRequest, _gofer_kernel_v1_GetRunObjectResponse>
  GetSchedule: MethodDefinition<_gofer_kernel_v1_GetScheduleRequestInput, _gofer_kernel_v1_GetScheduleResponseInput, _gofer_kernel_v1_GetScheduleRequest, _gofer_kernel_v1_GetScheduleResponse>
  GetServiceInfo: MethodDefinition<_gofer_kernel_v1_GetServiceInfoRequestInput, _gofer_kernel_v1_GetServiceInfoResponseInput, _gofer_kernel_v1_GetServiceInfoRequest, _gofer_kernel_v1_GetServiceInfoResponse>
  GetTaskRun: MethodDefinition<_gofer_kernel_v1_GetTaskRunRequestInput, _gofer_kernel_v1_GetTaskRunResponseInput, _gofer_kernel_v1_GetTaskRunRequest, _gofer_kernel_v1_GetTaskRunResponse>
  GetToken: MethodDefinition<_gofer_kernel_v1_GetTokenRequestInput, _gofer_kernel_v1_GetTokenResponseInput, _gofer_kernel_v1_GetTokenRequest, _gofer_kernel_v1_GetTokenResponse>
  GetTrigger: MethodDefinition<_gofer_kernel_v1_GetTriggerRequestInput, _gofer_kernel_v1_GetTriggerResponseInput, _gofer_kernel_v1_GetTriggerRequest, _gofer_kernel_v1_GetTriggerResponse>
  InstallPlugin: MethodDefinition<_gofer_kernel_v1_InstallPluginRequestInput, _gofer_kernel_v1_InstallPluginResponseInput, _gofer_kernel_v1_InstallPluginRequest, _gofer_kernel_v1_InstallPluginResponse>
  ListCommonTasks: MethodDefinition<_gofer_kernel_v1_ListCommonTasksRequestInput, _gofer_kernel_v1_ListCommonTasksResponseInput, _gofer_kernel_v1_ListCommonTasksRequest, _gofer_kernel_v1_ListCommonTasksResponse>
  ListDeadLetters: MethodDefinition<_gofer_kernel_v1_ListDeadLettersRequestInput, _gofer_kernel_v1_ListDeadLettersResponseInput, _gofer_kernel_v1_ListDeadLettersRequest, _gofer_kernel_v1_ListDeadLettersResponse>
  ListEvents: MethodDefinition<_gofer_kernel_v1_ListEventsRequestInput, _gofer_kernel_v1_ListEventsResponseInput, _gofer_kernel_v1_ListEventsRequest, _gofer_kernel_v1_ListEventsResponse>
  ListGlobalSecrets: MethodDefinition<_gofer_kernel_v1_ListGlobalSecretsRequestInput, _gofer_kernel_v1_ListGlobalSecretsResponseInput, _gofer_kernel_v1_ListGlobalSecretsRequest, _gofer_kernel_v1_ListGlobalSecretsResponse>
  ListNamespaces: MethodDefinition<_gofer_kernel_v1_ListNamespacesRequestInput, _gofer_kernel_v1_ListNamespacesResponseInput, _gofer_kernel_v1_ListNamespacesRequest, _gofer_kernel_v1_ListNamespacesResponse>
  ListPipelineObjects: MethodDefinition<_gofer_kernel_v1_ListPipelineObjectsRequestInput, _gofer_kernel_v1_ListPipelineObjectsResponseInput, _gofer_kernel_v1_ListPipelineObjectsRequest, _gofer_kernel_v1_ListPipelineObjectsResponse>
  ListPipelineSecrets: MethodDefinition<_gofer_kernel_v1_ListPipelineSecretsRequestInput, _gofer_kernel_v1_ListPipelineSecretsResponseInput, _gofer_kernel_v1_ListPipelineSecretsRequest, _gofer_kernel_v1_ListPipelineSecretsResponse>
  ListPipelineVersions: MethodDefinition<_gofer_kernel_v1_ListPipelineVersionsRequestInput, _gofer_kernel_v1_ListPipelineVersionsResponseInput, _gofer_kernel_v1_ListPipelineVersionsRequest, _gofer_kernel_v1_ListPipelineVersionsResponse>
  ListPipelines: MethodDefinition<_gofer_kernel_v1_ListPipelinesRequestInput, _gofer_kernel_v1_ListPipelinesResponseInput, _gofer_kernel_v1_ListPipelinesRequest, _gofer_kernel_v1_ListPipelinesResponse>
  ListPlugins: MethodDefinition<_gofer_kernel_v1_ListPluginsRequestInput, _gofer_kernel_v1_ListPluginsResponseInput, _gofer_kernel_v1_ListPluginsRequest, _gofer_kernel_v1_ListPluginsResponse>
  ListRunObjects: MethodDefinition<_gofer_kernel_v1_ListRunObjectsRequestInput, _gofer_kernel_v1_ListRunObjectsResponseInput, _gofer_kernel_v1_ListRunObjectsRequest, _gofer_kernel_v1_ListRunObjectsResponse>
  ListRuns: MethodDefinition<_gofer_kernel_v1_ListRunsRequestInput, _gofer_kernel_v1_ListRunsResponseInput, _gofer_kernel_v1_ListRunsRequest, _gofer_kernel_v1_ListRunsResponse>
  ListTaskRuns: MethodDefinition<_gofer_kernel_v1_ListTaskRunsRequestInput, _gofer_kernel_v1_ListTaskRunsResponseInput, _gofer_kernel_v1_ListTaskRunsRequest, _gofer_kernel_v1_ListTaskRunsResponse>
  ListTokens: MethodDefinition<_gofer_kernel_v1_ListTokensRequestInput, _gofer_kernel_v1_ListTokensResponseInput, _gofer_kernel_v1_ListTokensRequest, _gofer_kernel_v1_ListTokensResponse>
  ListTriggers: MethodDefinition<_gofer_kernel_v1_ListTriggersRequestInput, _gofer_kernel_v1_ListTriggersResponseInput, _gofer_kernel_v1_ListTriggersRequest, _gofer_kernel_v1_ListTriggersResponse>
  MigrateStore: MethodDefinition<_gofer_kernel_v1_MigrateStoreRequestInput, _gofer_kernel_v1_MigrateStoreResponseInput, _gofer_kernel_v1_MigrateStoreRequest, _gofer_kernel_v1_MigrateStoreResponse>
  PlanPipeline: MethodDefinition<_gofer_kernel_v1_PlanPipelineRequestInput, _gofer_kernel_v1_PlanPipelineResponseInput, _gofer_kernel_v1_PlanPipelineRequest, _gofer_kernel_v1_PlanPipelineResponse>
  PutGlobalSecret: MethodDefinition<_gofer_kernel_v1_PutGlobalSecretRequestInput, _gofer_kernel_v1_PutGlobalSecretResponseInput, _gofer_kernel_v1_PutGlobalSecretRequest, _gofer_kernel_v1_PutGlobalSecretResponse>
  PutPipelineObject: MethodDefinition<_gofer_kernel_v1_PutPipelineObjectRequestInput, _gofer_kernel_v1_PutPipelineObjectResponseInput, _gofer_kernel_v1_PutPipelineObjectRequest, _gofer_kernel_v1_PutPipelineObjectResponse>
  PutPipelineSecret: MethodDefinition<_gofer_kernel_v1_PutPipelineSecretRequestInput, _gofer_kernel_v1_PutPipelineSecretResponseInput, _gofer_kernel_v1_PutPipelineSecretRequest, _gofer_kernel_v1_PutPipelineSecretResponse>
  PutRunObject: MethodDefinition<_gofer_kernel_v1_PutRunObjectRequestInput, _gofer_kernel_v1_PutRunObjectResponseInput, _gofer_kernel_v1_PutRunObjectRequest, _gofer_kernel_v1_PutRunObjectResponse>
  RekeySecrets: MethodDefinition<_gofer_kernel_v1_RekeySecretsRequestInput, _gofer_kernel_v1_RekeySecretsResponseInput, _gofer_kernel_v1_RekeySecretsRequest, _gofer_kernel_v1_RekeySecretsResponse>
  RestartPlugin: MethodDefinition<_gofer_kernel_v1_RestartPluginRequestInput, _gofer_kernel_v1_RestartPluginResponseInput, _gofer_kernel_v1_RestartPluginRequest, _gofer_kernel_v1_RestartPluginResponse>
  RetryRun: MethodDefinition<_gofer_kernel_v1_RetryRunRequestInput, _gofer_kernel_v1_RetryRunResponseInput, _gofer_kernel_v1_RetryRunRequest, _gofer_kernel_v1_RetryRunResponse>
  RollbackPipeline: MethodDefinition<_gofer_kernel_v1_RollbackPipelineRequestInput, _gofer_kernel_v1_RollbackPipelineResponseInput, _gofer_kernel_v1_RollbackPipelineRequest, _gofer_kernel_v1_RollbackPipelineResponse>
  RollbackPlugin: MethodDefinition<_gofer_kernel_v1_RollbackPluginRequestInput, _gofer_kernel_v1_RollbackPluginResponseInput, _gofer_kernel_v1_RollbackPluginRequest, _gofer_kernel_v1_RollbackPluginResponse>
  SetPluginConfig: MethodDefinition<_gofer_kernel_v1_SetPluginConfigRequestInput, _gofer_kernel_v1_SetPluginConfigResponseInput, _gofer_kernel_v1_SetPluginConfigRequest, _gofer_kernel_v1_SetPluginConfigResponse>
  StartRun: MethodDefinition<_gofer_kernel_v1_StartRunRequestInput, _gofer_kernel_v1_StartRunResponseInput, _gofer_kernel_v1_StartRunRequest, _gofer_kernel_v1_StartRunResponse>
  StreamLogs: MethodDefinition<_gofer_kernel_v1_StreamLogsRequestInput, _gofer_kernel_v1_StreamLogsResponseInput, _gofer_kernel_v1_StreamLogsRequest, _gofer_kernel_v1_StreamLogsResponse>
  StreamPluginLogs: MethodDefinition<_gofer_kernel_v1_StreamPluginLogsRequestInput, _gofer_kernel_v1_StreamPluginLogsResponseInput, _gofer_kernel_v1_StreamPluginLogsRequest, _gofer_kernel_v1_StreamPluginLogsResponse>
  ToggleEventIngress: MethodDefinition<_gofer_kernel_v1_ToggleEventIngressRequestInput, _gofer_kernel_v1_ToggleEventIngressResponseInput, _gofer_kernel_v1_ToggleEventIngressRequest, _gofer_kernel_v1_ToggleEventIngressResponse>
  UninstallPlugin: MethodDefinition<_gofer_kernel_v1_UninstallPluginRequestInput, _gofer_kernel_v1_UninstallPluginResponseInput, _gofer_kernel_v1_UninstallPluginRequest, _gofer_kernel_v1_UninstallPluginResponse>
  UpdateNamespace: MethodDefinition<_gofer_kernel_v1_UpdateNamespaceRequestInput, _gofer_kernel_v1_UpdateNamespaceResponseInput, _gofer_kernel_v1_UpdateNamespaceRequest, _gofer_kernel_v1_UpdateNamespaceResponse>
  UpdatePipeline: MethodDefinition<_gofer_kernel_v1_UpdatePipelineRequestInput, _gofer_kernel_v1_UpdatePipelineResponseInput, _gofer_kernel_v1_UpdatePipelineRequest, _gofer_kernel_v1_UpdatePipelineResponse>
  UpgradePlugin: MethodDefinition<_gofer_kernel_v1_UpgradePluginRequestInput, _gofer_kernel_v1_UpgradePluginResponseInput, _gofer_kernel_v1_UpgradePluginRequest, _gofer_kernel_v1_UpgradePluginResponse>
  UsePlugin: MethodDefinition<_gofer_kernel_v1_UsePluginRequestInput, _gofer_kernel_v1_UsePluginResponseInput, _gofer_kernel_v1_UsePluginRequest, _gofer_kernel_v1_UsePluginResponse>
  WatchRun: MethodDefinition<_gofer_kernel_v1_WatchRunRequestInput, _gofer_kernel_v1_WatchRunResponseInput, _gofer_kernel_v1_WatchRunRequest, _gofer_kernel_v1_WatchRunResponse>
  WhoAmI: MethodDefinition<_gofer_kernel_v1_WhoAmIRequestInput, _gofer_kernel_v1_WhoAmIResponseInput, _gofer_kernel_v1_WhoAmIRequest, _gofer_kernel_v1_WhoAmIResponse>
}
