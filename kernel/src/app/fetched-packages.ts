import { Fault } from "@gofer/sdk/fault";
import type { FetchedPackage, PackageStore, PluginPackage } from "../ports/installations.js";
import type { RegistryCredentials } from "../ports/plugin-host.js";

/** Packages that were brought here and verified, for an install or upgrade that names one by its digest. */
export class FetchedPackages {
  readonly #store: PackageStore;
  readonly #fetched = new Map<string, FetchedPackage>();

  constructor(store: PackageStore) {
    this.#store = store;
  }

  /** Throws what `PackageStore.fetch` throws. */
  async fetch(source: string, auth?: RegistryCredentials): Promise<FetchedPackage> {
    const fetched = await this.#store.fetch(source, auth);
    this.#fetched.set(fetched.package.digest, fetched);
    return fetched;
  }

  /** Throws `notFound`. */
  get(digest: string): PluginPackage {
    const fetched = this.#fetched.get(digest);
    if (!fetched)
      throw new Fault("notFound", `package ${digest} was not fetched since the kernel started: fetch it again`);
    return fetched.package;
  }
}
