/** What a plugin may be granted to do with the kernel's API, in all namespaces. */
export const apiGrants = [
  "namespaces:read",
  "pipelines:read",
  "pipelines:write",
  "runs:read",
  "runs:write",
  "logs:read",
  "events:read",
  "objects:read",
  "objects:write",
  "triggers:read",
] as const;
export type ApiGrant = (typeof apiGrants)[number];

const isApiGrant = (text: string): text is ApiGrant => apiGrants.some((grant) => grant === text);

/** What a list of permissions grants on the API: its entries of the form "api:runs:read". */
export function apiGrantsOf(permissions: readonly string[]): ReadonlySet<ApiGrant> {
  return new Set(
    permissions
      .flatMap((permission) => (permission.startsWith("api:") ? [permission.slice(4)] : []))
      .filter(isApiGrant),
  );
}

/**
 * Why a permission cannot be granted; undefined when it can. What has none of the forms that the kernel keeps is
 * text for the admin who decides.
 */
export function permissionProblem(permission: string): string | undefined {
  if (permission.startsWith("api:") && !isApiGrant(permission.slice(4)))
    return `${JSON.stringify(permission)} is not known: there is ${apiGrants.map((grant) => `api:${grant}`).join(", ")}`;
  if (permission.startsWith("mount:") && !/^mount:\/[^\0]*$/.test(permission))
    return `${JSON.stringify(permission)} names no absolute path: it is as in mount:/srv/builds, or mount:/srv/builds:rw`;
  return undefined;
}
